"""Marks of an older guideline under the present one: kept, renamed, to be read again, or dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tbnlp.errors import UsageError
from tbnlp.schema.loader import load_schema
from tbnlp.schema.migration_steps import STEPS, Review, Step, Successor
from tbnlp.schema.versions import Version


class Outcome(StrEnum):
    """What becomes of a mark, from the least to the most."""

    KEEP = "keep"
    RENAME = "rename"
    NEEDS_REVIEW = "needs_review"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Migrated:
    """A mark under the newer guideline.

    `decisions`: numbers of the decisions under which a person reads it again, in order; empty unless the outcome
    is `needs_review` (or `drop`, which then has none). `reasons`: one sentence for each change. A kept mark is not
    thereby right: only what label, subtype and attributes can tell is looked at, and a mark that is now missing
    beside it is not noticed.
    """

    outcome: Outcome
    label: str
    subtype: str
    attributes: dict[str, str]
    decisions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class MarkInMotion:
    """A mark between two versions, with what was said about it so far."""

    label: str
    subtype: str
    attributes: dict[str, str]
    renamed: bool = False
    dropped: bool = False
    reviews: list[Review] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def known_versions() -> tuple[str, ...]:
    """The versions that marks can be migrated from and to, the oldest first."""
    return (STEPS[0].old, *(step.new for step in STEPS))


def successors() -> dict[str, str | None]:
    """For each retired label what it is called now, or None when its marks are dropped."""
    found: dict[str, str | None] = {}
    present = set(load_schema().label_ids)
    for step in reversed(STEPS):
        gone: dict[tuple[str, str], Successor | str] = {**step.drops, **step.renames}
        for (label, subtype), target in gone.items():
            if subtype == "*" and label not in present:
                name = target.label if isinstance(target, Successor) else None
                found[label] = found.get(name, name) if name else None
    return found


def migrate(
    label: str, subtype: str, attributes: Mapping[str, str], from_version: str, to_version: str | None = None
) -> Migrated:
    """The mark under `to_version`, by default the version of the schema that the package ships.

    `attributes` holds answers by question; questions left open are not in it, and it is not changed. A patch
    version is read as its MINOR version. Raises `UsageError` for a version that is not known, for a way back to
    an older version, and for a label that the schema never had.
    """
    steps = _way(from_version, load_schema().version if to_version is None else to_version)
    if label not in {*load_schema().label_ids, *successors()}:
        msg = "a mark has a label that no version of the schema has; check the label names of the annotation file"
        raise UsageError(msg)
    mark = MarkInMotion(label, subtype, dict(attributes))
    for step in steps:
        apply_step(step, mark)
    return settle(mark)


def apply_step(step: Step, mark: MarkInMotion) -> None:
    """Change `mark` as one step says; a dropped mark stays as it is."""
    if mark.dropped:
        return
    reason = step.drops.get((mark.label, mark.subtype)) or step.drops.get((mark.label, "*"))
    if reason:
        mark.dropped = True
        mark.reasons.append(reason)
        return
    for review in _asked(step, mark):
        mark.reviews.append(review)
        mark.reasons.append(review.reason)
    successor = step.renames.get((mark.label, mark.subtype)) or step.renames.get((mark.label, "*"))
    if successor:
        mark.label, mark.subtype = successor.label, successor.subtype or mark.subtype
        mark.renamed = True
        mark.reasons.append(successor.reason)


def _asked(step: Step, mark: MarkInMotion) -> Iterator[Review]:
    for review in step.reviews:
        if mark.label in review.labels and (not review.subtypes or mark.subtype in review.subtypes) and all(
            mark.attributes.get(name) in values for name, values in review.answers
        ):
            yield review


def settle(mark: MarkInMotion) -> Migrated:
    """What came of a mark after its last step."""
    decisions = () if mark.dropped else tuple(sorted({name for review in mark.reviews for name in review.decisions}))
    outcome = Outcome.RENAME if mark.renamed else Outcome.KEEP
    if decisions:
        outcome = Outcome.NEEDS_REVIEW
    if mark.dropped:
        outcome = Outcome.DROP
    return Migrated(outcome, mark.label, mark.subtype, mark.attributes, decisions, tuple(mark.reasons))


def _way(from_version: str, to_version: str) -> tuple[Step, ...]:
    """The steps between two versions, in order; empty when nothing lies between them."""
    known = [Version.parse(text) for text in known_versions()]
    old, new = _floor(Version.parse(from_version), known), _floor(Version.parse(to_version), known)
    if old > new:
        msg = f"marks of schema {from_version} cannot be taken back to {to_version}; update tbnlp, or keep the file"
        raise UsageError(msg)
    return STEPS[known.index(old) : known.index(new)]


def _floor(version: Version, known: Sequence[Version]) -> Version:
    """The known version of the same MAJOR and MINOR."""
    for one in known:
        if (one.major, one.minor) == (version.major, version.minor):
            return one
    msg = f"schema {version} is not known; known are {', '.join(map(str, known))}"
    raise UsageError(msg)
