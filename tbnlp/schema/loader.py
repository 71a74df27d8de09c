"""Load the indicator schema: typed, fingerprinted, and with all its errors at once."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from tbnlp.errors import UsageError
from tbnlp.schema.checks import HOMES, problems
from tbnlp.schema.document import AttributeEntry, ConstructEntry, LabelEntry, SchemaDocument, SpanRulesEntry
from tbnlp.schema.entries import (
    Attribute,
    Construct,
    Family,
    ForbiddenPhrase,
    Label,
    NegativeExample,
    PositiveExample,
    Schema,
    SpanRules,
    Tiebreak,
    TreeStep,
)


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The schema that the package ships."""
    text = resources.files("tbnlp.schema").joinpath("indicators.yaml").read_text(encoding="utf-8")
    return parse(text)


def load_schema_file(path: Path) -> Schema:
    """A schema from a file. Raises `UsageError` with every problem of the file in one message."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Schema:
    """Read a schema from YAML text. Raises `UsageError` with every problem in one message."""
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        msg = "the schema file holds no mapping"
        raise UsageError(msg)
    renamed = {("schema_" if key == "schema" else key): value for key, value in content.items()}
    try:
        document = SchemaDocument.model_validate(renamed)
    except ValidationError as error:
        found = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise UsageError(_report(found)) from None
    found = problems(document)
    if found:
        raise UsageError(_report(found))
    return _build(document, fingerprint(content))


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON: comments and layout do not count."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _report(found: list[str]) -> str:
    lines = "\n".join(f"  - {item}" for item in found)
    return f"the schema has {len(found)} problem(s):\n{lines}"


def _build(document: SchemaDocument, digest: str) -> Schema:
    policy = document.policy
    entries = [*document.constructs, *document.extensions]
    return Schema(
        version=document.schema_.version,
        fingerprint=digest,
        families=tuple(Family(**family.model_dump()) for family in document.families),
        labels=tuple(_label(label) for label in document.labels),
        attributes=tuple(_attribute(entry) for entry in document.attributes if entry.values),
        case_attributes=tuple(
            (str(entry["id"]), tuple(str(value) for value in entry.get("values", ())))
            for entry in document.case_attributes
        ),
        notices=tuple(policy.notices.items()),
        forbidden_phrases=tuple(
            ForbiddenPhrase(phrase.id, phrase.regex, phrase.instead) for phrase in policy.forbidden_output
        ),
        forbidden_fields=tuple(policy.forbidden_fields),
        forbidden_uses=tuple(policy.forbidden_uses),
        controls=tuple((control.id, control.rule) for control in policy.controls),
        known_gaps=tuple(policy.known_gaps),
        constructs=tuple(_construct(entry) for entry in entries),
        roles=tuple(document.roles.items()),
        span_rules=_span_rules(document.span_rules),
        decision_trees=tuple(
            (name, tuple(_step(step) for step in steps)) for name, steps in document.decision_trees.items()
        ),
        documents=tuple((name, entry.title) for name, entry in document.documents.items()),
        literature=tuple(document.literature.items()),
        no_find_never_absence=tuple(policy.no_find_never_absence),
        allowed_uses=tuple(policy.allowed_uses),
        retired=tuple(str(entry["id"]) for entry in document.retired),
    )


def _attribute(entry: AttributeEntry) -> Attribute:
    values = entry.values or {}
    pairs = values.items() if isinstance(values, dict) else ((value, "") for value in values)
    question, rule = entry.question or "", entry.rule or ""
    return Attribute(entry.id, entry.default, question, tuple(pairs), entry.annotator_only, entry.required, rule)


def _construct(entry: ConstructEntry) -> Construct:
    kind = next(kind for kind in HOMES if kind in entry.home)
    also = tuple(str(item) for item in entry.home.get("also", ()))
    subtype = str(entry.home.get("subtype", ""))
    home = (kind, str(entry.home[kind]))
    return Construct(entry.id, entry.statement, home, subtype, also, entry.doc or "", entry.at or "")


def _span_rules(entry: SpanRulesEntry) -> SpanRules:
    limits = entry.model_limits
    return SpanRules(tuple(entry.general), limits.min_tokens, limits.max_tokens, limits.max_sentences)


def _step(step: dict[str, str]) -> TreeStep:
    return TreeStep(step["ask"], tuple((answer, target) for answer, target in step.items() if answer != "ask"))


def _label(entry: LabelEntry) -> Label:
    return Label(
        id=entry.id,
        name=entry.name,
        family=entry.family,
        definition=entry.definition,
        include=tuple(entry.include),
        exclude=tuple(entry.exclude),
        subtypes=tuple(entry.subtypes),
        span_rule=entry.span_rule,
        required_evidence=entry.required_evidence,
        positives=tuple(
            PositiveExample(item.text, item.subtype, tuple(item.attrs.items()))
            for item in entry.examples.positive
        ),
        negatives=tuple(
            NegativeExample(item.text, item.why, item.label) for item in entry.examples.negative
        ),
        confusable_with=tuple(Tiebreak(pair.label, pair.rule) for pair in entry.confusable_with),
        reviewer_prompt=entry.reviewer_prompt,
        not_meaning=entry.not_meaning,
        misuse_level=entry.misuse.level,
        misuse_note=entry.misuse.note,
        export_withheld=entry.export_default == "withheld",
        seed_refs=tuple(entry.seed_refs),
        literature=tuple(entry.literature),
        hotkey=entry.ui.get("hotkey", ""),
        agreement_min=entry.agreement["min"],
        agreement_aim=entry.agreement["aim"],
    )
