"""INCEpTION: one UIMA file for each note and annotator, JSON or XMI, with a span layer and a record of the note.

UIMA counts UTF-16 units; dkpro-cassis turns them into code points and back, and an offset in the middle of a
character is refused here. XML cannot hold control characters, JSON can: JSON is what `write` makes.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Origin, sorted_marks
from tbnlp.formats.carried import note_from
from tbnlp.formats.inception_config import config
from tbnlp.formats.inception_marks import layer_rows, marks_of
from tbnlp.formats.inception_types import (
    ANSWERED,
    INDICATOR,
    KEPT,
    METADATA,
    NOTE_RECORD,
    RECORD,
    load_cassis,
    type_system,
)
from tbnlp.formats.losses import Loss, Losses
from tbnlp.formats.returned import check_marks, note_record, settled, shown_place, stem_of
from tbnlp.schema.entries import Schema

__all__ = ["LOSSES", "NAME", "config", "fits_xml", "read", "write", "write_xmi"]

NAME: Final = "inception"
LOSSES: Final = Losses(
    in_file=frozenset(),
    in_tool=frozenset({Loss.MARK_ID, Loss.SCORE, Loss.ANNOTATOR, Loss.TIMES, Loss.ORIGIN, Loss.CONTROL_CHARACTERS}),
)
"""`CONTROL_CHARACTERS`: a project that leaves INCEpTION as XMI cannot hold them."""
TYPES_NAME: Final = "TypeSystem.xml"

_INITIAL: Final = "INITIAL_CAS"
"""The name under which INCEpTION exports a document as it was before anybody worked on it."""
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_TYPES: Final = {INDICATOR, NOTE_RECORD}


def write(
    notes: Iterable[AnnotatedNote], folder: Path, schema: Schema  # noqa: ARG001  one signature for every format
) -> list[Path]:
    """Write `note_00001.json` and so on (UIMA CAS JSON 0.4) and `TypeSystem.xml` into `folder`.

    Raises `AssetError` without the extra `formats`.
    """
    return _write(notes, folder, ".json")


def write_xmi(
    notes: Iterable[AnnotatedNote], folder: Path, schema: Schema  # noqa: ARG001  one signature for every format
) -> list[Path]:
    """The same as XMI. Raises `InputError`, naming the note by its number, where XML cannot hold a character."""
    return _write(notes, folder, ".xmi")


def fits_xml(note: AnnotatedNote) -> bool:
    """True when XML can hold every character of the note, its marks and its names."""
    return not _NOT_IN_XML.search(
        "".join((note.text, *_record_texts(note), *(str(value) for row in layer_rows(note) for value in row.values())))
    )


def _record_texts(note: AnnotatedNote) -> list[str]:
    return [str(value) for value in note_record(note).values() if value is not None]


def _write(notes: Iterable[AnnotatedNote], folder: Path, ending: str) -> list[Path]:
    types = type_system()
    written: list[Path] = []
    for ordinal, note in enumerate(notes, start=1):
        if ending == ".xmi" and not fits_xml(note):
            msg = f"note {ordinal}: XML cannot hold a control character that is in it; write JSON instead"
            raise InputError(msg)
        path = folder / f"{stem_of(ordinal)}{ending}"
        cas = _cas(note, path.stem, types)
        content = cas.to_json(pretty_print=False) if ending == ".json" else cas.to_xmi()
        path.write_bytes(content.encode("utf-8"))
        written.append(path)
    path = folder / TYPES_NAME
    path.write_bytes(types.to_xml().encode("utf-8"))
    return [*written, path]


def _cas(note: AnnotatedNote, stem: str, types: Any) -> Any:
    cas = load_cassis().Cas(types)
    cas.sofa_string = note.text
    cas.sofa_mime = "text/plain"
    cas.add(types.get_type(METADATA)(begin=0, end=len(note.text), documentTitle=note.note_id, documentId=stem))
    record = {name: str(value) for name, value in note_record(note).items() if value is not None}
    cas.add(types.get_type(NOTE_RECORD)(**record, written_as=stem))
    indicator = types.get_type(INDICATOR)
    for row in layer_rows(note):
        cas.add(indicator(**row))
    return cas


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of a file, a folder of files, or the unpacked export of a project, in the order of their names.

    In an export, where each document is a folder with a file for each user, the name of the file is the
    annotator. A file without our record has its name as note id, no annotator and no version. `ignored` counts
    files and annotations that were passed over. Raises `InputError` naming file and place, `AssetError`
    without the extra `formats`.
    """
    ignored = Counter() if ignored is None else ignored
    for ordinal, file in enumerate(_files(path), start=1):
        where = shown_place(file.stem, ordinal)
        if file.stem == _INITIAL:
            ignored["inception_initial_state"] += 1
            continue
        cas = _opened(file, where)
        if cas is None:
            ignored["inception_other_json"] += 1
            continue
        yield check_marks(_note(cas, file, where, ignored), schema, where)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    home = path / "annotation" if (path / "annotation").is_dir() else path  # beside it stand copies of what came in
    inside = [file for file in sorted(home.rglob("*")) if file.is_file()]
    packed = sum(file.suffix == ".zip" for file in inside)
    if packed:
        msg = f"{packed} files of the export are packed (.zip); unpack each in its own folder first"
        raise InputError(msg)
    found = [file for file in inside if file.suffix in {".json", ".xmi"}]
    twice = len(found) - len({file.with_suffix("") for file in found})
    if twice:
        msg = f"{twice} notes are there as JSON and as XMI; keep one of the two"
        raise InputError(msg)
    return found


def _opened(file: Path, where: str) -> Any:
    """The CAS of a file, or None for a JSON file of another kind (settings of a project)."""
    cassis = load_cassis()
    try:
        content = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        msg = f"{where}: the file is not UTF-8"
        raise InputError(msg) from None
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Not mapping external offset")
            if file.suffix == ".json":
                return _from_json(cassis, content)
            return _from_xmi(cassis, content, file.parent / TYPES_NAME)
    except InputError:
        raise
    except Exception:  # noqa: BLE001  cassis raises whatever its parsers raise, and their text may quote the note
        msg = f"{where}: not a UIMA file of this layer, or an offset stands inside a character"
        raise InputError(msg) from None


def _from_json(cassis: Any, content: str) -> Any:
    found = json.loads(content)
    if not isinstance(found, dict) or "%FEATURE_STRUCTURES" not in found:
        return None
    has_types = "%TYPES" in found
    types = cassis.TypeSystem() if has_types else type_system()
    return cassis.load_cas_from_json(content, typesystem=types, merge_typesystem=has_types)


def _from_xmi(cassis: Any, content: str, types_path: Path) -> Any:
    described = types_path.read_text("utf-8") if types_path.exists() else ""
    if "<!DOCTYPE" in content or "<!DOCTYPE" in described:
        msg = f"an XMI file or {TYPES_NAME} declares a document type, which such files never do"
        raise InputError(msg)
    types = cassis.load_typesystem(io.BytesIO(described.encode())) if described else type_system()
    return cassis.load_cas_from_xmi(io.BytesIO(content.encode()), typesystem=types, lenient=True)


def _note(cas: Any, file: Path, where: str, ignored: Counter[str]) -> AnnotatedNote:
    if not cas.typesystem.contains_type(INDICATOR):
        msg = f"{where}: the file has no layer {INDICATOR}"
        raise InputError(msg)
    ignored["inception_annotation_of_another_layer"] += sum(
        len(cas.select(kind.name)) for kind in cas.typesystem.get_types()
        if kind.name.startswith("webanno.custom.") and kind.name not in _OWN_TYPES
    )
    names = ("begin", "end", *ANSWERED, *KEPT)
    rows = [{name: getattr(item, name, None) for name in names} for item in cas.select(INDICATOR)]
    marks = marks_of(rows, where)
    records = cas.select(NOTE_RECORD) if cas.typesystem.contains_type(NOTE_RECORD) else []
    text = cas.sofa_string or ""
    if records:
        record: dict[str, Any] = {name: getattr(records[0], name, None) or "" for name in RECORD}
        record["minutes"] = _minutes(record["minutes"], where)
        if file.parent.name.startswith(f"{record['written_as']}.") and not record["answered_by"]:
            record["answered_by"] = file.stem
        return settled(record, note_from(record, text, marks, where), where)
    try:
        return AnnotatedNote(
            case_id=file.stem, note_id=file.stem, text=text, annotator="", origin=Origin.ANNOTATED, schema_version="",
            schema_fingerprint="", marks=sorted_marks(marks),
        )
    except ValueError:
        msg = f"{where}: an annotation leaves the text or cuts a placeholder"
        raise InputError(msg) from None


def _minutes(value: str, where: str) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        msg = f"{where}: minutes of the record is not a number"
        raise InputError(msg) from None
