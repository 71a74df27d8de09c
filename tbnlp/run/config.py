"""One configuration for a run: defaults, then `tbnlp.toml`, then `--set`, then options; origins kept."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from tbnlp.errors import UsageError
from tbnlp.files.reading import ReadSpec
from tbnlp.redact.config import RedactorConfig
from tbnlp.schema.wording import check_intended_use
from tbnlp.tag.config import TaggerConfig

FORMATS: Final = ("jsonl", "csv", "parquet", "xlsx")


@dataclass(frozen=True, slots=True)
class RunConfig:
    """The table `[run]`.

    `max_skipped`: share of skipped notes (0-1) above which the run ends with exit 4; None is off.
    `case_seconds`: wall time after which a worker that makes no progress on a case is ended.
    """

    workers: int = 1
    shard_notes: int = 100
    max_case_notes: int = 2000
    max_skipped: float | None = None
    store_text: bool = True
    raw_offsets: bool = True
    case_seconds: float = 300.0
    formats: tuple[str, ...] = ("jsonl",)
    intended_use: str = "finding passages for a person to read"

    def __post_init__(self) -> None:
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown:
            msg = f"run.formats holds {unknown[0]!r}; it may hold {', '.join(FORMATS)}"
            raise UsageError(msg)
        for name in ("workers", "shard_notes", "max_case_notes", "case_seconds"):
            if getattr(self, name) <= 0:
                msg = f"run.{name} must be above 0"
                raise UsageError(msg)
        if self.max_skipped is not None and not 0 <= self.max_skipped <= 1:
            msg = "run.max_skipped is a share between 0 and 1 (0.2 for 20 %)"
            raise UsageError(msg)
        check_intended_use(self.intended_use)


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """The table `[report]`. Above `max_notes` the report shows a seeded random sample."""

    max_notes: int = 500
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. `origins` names where each value that is no default came from."""

    redact: RedactorConfig = RedactorConfig()
    tag: TaggerConfig = TaggerConfig()
    run: RunConfig = RunConfig()
    report: ReportConfig = ReportConfig()
    input: ReadSpec = ReadSpec()
    origins: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The configuration as it stands in the manifest: without roster, query, URL and password."""
        tables = {name: asdict(getattr(self, name)) for name in TABLES}
        tables["redact"]["roster"] = len(self.redact.roster)
        for name in ("url", "query", "table", "profile"):
            if tables["input"][name] is not None:
                tables["input"][name] = "given"  # names of sheets, files and databases can be names of people
        for name in ("model", "base_folder"):
            if tables["tag"][name] is not None and Path(tables["tag"][name]).name != tables["tag"][name]:
                tables["tag"][name] = "a folder"
        return tables

    def deciding(self) -> str:
        """The part of the configuration that can change a row beside redaction, model and schema."""
        read = asdict(self.input)
        for name in ("url", "query", "limit"):
            del read[name]
        run = (self.run.store_text, self.run.raw_offsets, self.run.max_case_notes)
        return repr((sorted(read.items()), self.tag.language, run))


TABLES: Final = ("redact", "tag", "run", "report", "input")
_TYPES: Final = {
    "redact": RedactorConfig, "tag": TaggerConfig, "run": RunConfig, "report": ReportConfig,
    "input": ReadSpec,
}


def resolve(
    file: Path | None = None, assignments: Sequence[str] = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> Settings:
    """Merge the layers. `assignments` are `table.key=value`; `options` are those of the command line.

    A file `tbnlp.toml` in the working folder is read when none is named. Raises `UsageError` with
    every unknown key (and the nearest known one) and every wrong value at once; values are not quoted.
    """
    values: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    origins: dict[str, str] = {}
    problems: list[str] = []
    layers = [
        ("file", _read_file(file)), ("--set", _read_assignments(assignments, problems)),
        ("option", options or {}),
    ]
    for origin, tables in layers:
        for table, rows in tables.items():
            for key, value in rows.items():
                if _is_known(table, key, problems):
                    values[table][key] = value
                    origins[f"{table}.{key}"] = origin
    if problems:
        raise UsageError("\n".join(problems))
    settings = Settings(origins=origins)
    for table in TABLES:
        settings = replace(settings, **{table: _build(table, values[table])})
    return settings


def _read_file(file: Path | None) -> Mapping[str, Mapping[str, Any]]:
    path = file or Path("tbnlp.toml")
    if file is None and not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        msg = "the configuration file cannot be read; name an existing TOML file with --config"
        raise UsageError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        msg = "the configuration file is not valid TOML"
        raise UsageError(msg) from None
    for name, table in content.items():
        if not isinstance(table, dict):
            msg = f"configuration: {name!r} stands outside a table; tables are [{'], ['.join(TABLES)}]"
            raise UsageError(msg)
    return content


def _read_assignments(assignments: Sequence[str], problems: list[str]) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {}
    for number, assignment in enumerate(assignments, start=1):
        name, separator, text = assignment.partition("=")
        table, dot, key = name.strip().partition(".")
        if not separator or not dot or not key:
            problems.append(f"--set number {number} is not of the form table.key=value")
            continue
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            value = text  # a bare word is a string, so that nobody has to quote in the shell
        tables.setdefault(table, {})[key] = value
    return tables


def _is_known(table: str, key: str, problems: list[str]) -> bool:
    if table not in _TYPES:
        near = difflib.get_close_matches(table, TABLES, 1)
        problems.append(f"configuration: no table [{table}]{_did_you_mean(near)}")
        return False
    names = [item.name for item in fields(_TYPES[table])]
    if key not in names:
        near = difflib.get_close_matches(key, names, 1)
        problems.append(f"configuration: [{table}] has no key {key!r}{_did_you_mean(near)}")
        return False
    return True


def _did_you_mean(near: Sequence[str]) -> str:
    return f"; did you mean {near[0]!r}?" if near else ""


def _build(table: str, values: Mapping[str, Any]) -> Any:
    try:
        return TypeAdapter(_TYPES[table]).validate_python(dict(values))
    except ValidationError as error:
        found = [
            f"configuration: {table}.{'.'.join(map(str, item['loc']))}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        ]
        raise UsageError("\n".join(found)) from None
