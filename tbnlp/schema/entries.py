"""The parts of the indicator schema, as frozen records with the names that the YAML file uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar


@dataclass(frozen=True, slots=True)
class Family:
    """A group of labels. `colour` is a hex value for tools that paint spans."""

    id: str
    name: str
    colour: str
    scope: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about a passage with a closed set of answers (value to meaning)."""

    id: str
    default: str | None
    question: str
    values: tuple[tuple[str, str], ...]
    annotator_only: bool
    required: bool
    rule: str

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The answers, in the order of the schema."""
        return tuple(value for value, _ in self.values)


@dataclass(frozen=True, slots=True)
class PositiveExample:
    """An invented sentence with the span marked `[[ ]]`, and how it should be read."""

    text: str
    subtype: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The sentence without its marks."""
        return self.text.replace("[[", "").replace("]]", "")

    @property
    def place(self) -> tuple[int, int]:
        """The marked characters of `plain`, half-open. Raises `ValueError` when nothing is marked."""
        return self.text.index("[["), self.text.index("]]") - 2


@dataclass(frozen=True, slots=True)
class NegativeExample:
    """An invented sentence that this label does not fit; `label` fits instead, where one does."""

    text: str
    why: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Tiebreak:
    """How this label is told from another."""

    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Label:
    """What wording is marked under this label, what is not, and what a mark must not be taken to mean."""

    id: str
    name: str
    family: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    subtypes: tuple[str, ...]
    span_rule: str
    required_evidence: str
    positives: tuple[PositiveExample, ...]
    negatives: tuple[NegativeExample, ...]
    confusable_with: tuple[Tiebreak, ...]
    reviewer_prompt: str
    not_meaning: str
    misuse_level: str
    misuse_note: str
    export_withheld: bool
    seed_refs: tuple[str, ...]
    literature: tuple[str, ...]
    hotkey: str
    agreement_min: float
    agreement_aim: float

    @property
    def caution(self) -> str:
        """The sentence that stands beside every candidate of this label."""
        return f"{self.not_meaning} {self.misuse_note}"


@dataclass(frozen=True, slots=True)
class ForbiddenPhrase:
    """A phrase that no string of the program may hold, and the wording to use in its place."""

    id: str
    regex: str
    instead: str


@dataclass(frozen=True, slots=True)
class Construct:
    """One statement of a source document and its one home in the schema.

    `home`: its kind (label, attribute, case_attribute, policy, guideline, out_of_scope) and target. `subtype`: only
    beside a label. `also`: cross-references, each a label id or `kind:target`; they are no second home.
    """

    id: str
    construct: str
    home: tuple[str, str]
    subtype: str
    also: tuple[str, ...]
    doc: str
    at: str


@dataclass(frozen=True, slots=True)
class TreeStep:
    """One question of a decision tree. `answers`: what follows, by `yes`, `no` or `goto`."""

    ask: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SpanRules:
    """How far a mark reaches: the general rules, and the limits in tokens and sentences."""

    general: tuple[str, ...]
    min_tokens: int
    max_tokens: int
    max_sentences: int


TWO_SENTENCES: Final = frozenset({
    "fear_with_gratitude", "reward_punishment_cycle", "missing_or_mixed_feelings", "coerced_co_offending",
})
"""Labels whose mark may cross one sentence end (decision D-027)."""

Entry = TypeVar("Entry", Label, Family, Attribute)


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole schema. `fingerprint` is the SHA-256 of its content, independent of layout."""

    version: str
    fingerprint: str
    families: tuple[Family, ...]
    labels: tuple[Label, ...]
    attributes: tuple[Attribute, ...]
    case_attributes: tuple[tuple[str, tuple[str, ...]], ...]
    notices: tuple[tuple[str, str], ...]
    forbidden_phrases: tuple[ForbiddenPhrase, ...]
    forbidden_fields: tuple[str, ...]
    forbidden_uses: tuple[str, ...]
    controls: tuple[tuple[str, str], ...]
    known_gaps: tuple[str, ...]
    constructs: tuple[Construct, ...]
    roles: tuple[tuple[str, str], ...]
    span_rules: SpanRules
    decision_trees: tuple[tuple[str, tuple[TreeStep, ...]], ...]
    documents: tuple[tuple[str, str], ...]
    literature: tuple[tuple[str, str], ...]
    no_find_never_absence: tuple[str, ...]
    allowed_uses: tuple[str, ...]
    retired: tuple[str, ...]

    @property
    def label_ids(self) -> tuple[str, ...]:
        """Label ids in the order of the schema, which is the order of every table and model head."""
        return tuple(label.id for label in self.labels)

    def label(self, label_id: str) -> Label:
        """The label with this id. Raises `KeyError` for an unknown one."""
        return next_or_key_error(self.labels, label_id)

    def family(self, family_id: str) -> Family:
        """The family with this id. Raises `KeyError` for an unknown one."""
        return next_or_key_error(self.families, family_id)

    def attribute(self, attribute_id: str) -> Attribute:
        """The attribute with this id. Raises `KeyError` for an unknown one."""
        return next_or_key_error(self.attributes, attribute_id)

    def tree(self, family_id: str) -> tuple[TreeStep, ...]:
        """The questions of a family, in order; `step_zero` has those that come before every family."""
        return dict(self.decision_trees)[family_id]

    def notice(self, notice_id: str) -> str:
        """The text of a notice. Raises `KeyError` for an unknown one."""
        return dict(self.notices)[notice_id]


def next_or_key_error(entries: tuple[Entry, ...], wanted: str) -> Entry:
    """The entry with id `wanted`; raises `KeyError` when there is none."""
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise KeyError(wanted)
