"""The YAML file as strict pydantic models: the edge where the schema comes in."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Unknown keys are errors, and an error never shows the value that caused it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Head(Strict):
    """What the file is."""

    id: str
    version: str
    status: str
    language: str
    unit: str
    multi_label: bool
    nature: str
    confusable_pairs: str
    negative_example_label: str
    none_label: str


class FamilyEntry(Strict):
    """One family."""

    id: str
    name: str
    colour: str
    scope: str


class AttributeEntry(Strict):
    """One attribute; `values` is a list, or a mapping from value to meaning."""

    id: str
    question: str | None = None
    required: bool = False
    annotator_only: bool = False
    default: str | None = None
    type: str | None = None
    values: dict[str, str] | list[str] | None = None
    rule: str | None = None


class Positive(Strict):
    """A positive example."""

    text: str
    subtype: str
    attrs: dict[str, str]


class Negative(Strict):
    """A hard negative."""

    text: str
    why: str
    label: str | None


class Examples(Strict):
    """Both kinds of examples."""

    positive: list[Positive]
    negative: list[Negative]


class Pair(Strict):
    """A label that is easily taken for this one, and the tie-break."""

    label: str
    rule: str


class Misuse(Strict):
    """How a label may be misused."""

    level: str
    note: str


class LabelEntry(Strict):
    """One label."""

    id: str
    name: str
    family: str
    origin: str
    definition: str
    include: list[str]
    exclude: list[str]
    subtypes: list[str]
    span_rule: str
    required_evidence: str
    examples: Examples
    confusable_with: list[Pair]
    reviewer_prompt: str
    not_meaning: str
    misuse: Misuse
    seed_refs: list[str]
    literature: list[str]
    ui: dict[str, str]
    agreement: dict[str, float]
    export_default: str | None = None


class ConstructEntry(Strict):
    """One construct of a source document, or an extension."""

    id: str
    statement: str = Field(alias="construct")
    home: dict[str, Any]
    doc: str | None = None
    at: str | None = None
    literature: str | None = None


class Phrase(Strict):
    """A forbidden phrase."""

    id: str
    regex: str
    instead: str


class Control(Strict):
    """A control that the package carries out."""

    id: str
    rule: str


class Policy(Strict):
    """What may be shown and what may not."""

    purpose: str
    units_allowed: list[str]
    units_forbidden: list[str]
    forbidden_fields: list[str]
    forbidden_uses: list[str]
    allowed_uses: list[str]
    controls: list[Control]
    notices: dict[str, str]
    no_find_never_absence: list[str]
    forbidden_output: list[Phrase]
    lint_scopes: dict[str, Any]
    lint_exempt_paths: list[str]
    known_gaps: list[str]


class SourceEntry(Strict):
    """A source document. `statements`: how many of its statements were taken up; each has a home."""

    ref: str
    title: str
    statements: int


class SpanLimits(Strict):
    """How long a mark may be, in tokens and in sentences."""

    min_tokens: int
    max_tokens: int
    max_sentences: int


class SpanRulesEntry(Strict):
    """How far a mark reaches."""

    general: list[str]
    model_limits: SpanLimits


class SchemaDocument(Strict):
    """The whole file."""

    schema_: Head
    families: list[FamilyEntry]
    roles: dict[str, str]
    attributes: list[AttributeEntry]
    case_attributes: list[dict[str, Any]]
    case_attribute_policy: str
    documents: dict[str, SourceEntry]
    literature: dict[str, str]
    span_rules: SpanRulesEntry
    labels: list[LabelEntry]
    constructs: list[ConstructEntry]
    extensions: list[ConstructEntry]
    decision_trees: dict[str, list[dict[str, str]]]
    policy: Policy
    agreement: dict[str, Any]
    versioning: dict[str, Any]
    retired: list[dict[str, Any]]
