"""What each version of the schema changed for old marks, as tables; the reasons stand in `decisions.md`.

Only what label, subtype and attributes can tell is asked for again. A decision that adds a second mark beside an old
one (D-008, D-019) or moves the edges of a span (D-027) is listed only where the old mark itself may be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Answers = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Marks that a person reads again: one of `labels`, one of `subtypes` (all when empty), every answer listed."""

    labels: tuple[str, ...]
    decisions: tuple[str, ...]
    reason: str
    subtypes: tuple[str, ...] = ()
    answers: Answers = ()


@dataclass(frozen=True, slots=True)
class Successor:
    """What a label or subtype is called from a version on; `subtype` None keeps the old one."""

    label: str
    subtype: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One version to the next. Keys of `renames` and `drops` are label and subtype, or label and `*`."""

    old: str
    new: str
    reviews: tuple[Review, ...] = ()
    renames: Mapping[tuple[str, str], Successor] = field(default_factory=dict)
    drops: Mapping[tuple[str, str], str] = field(default_factory=dict)


def _answers(**values: str) -> Answers:
    return tuple((name, frozenset(value.split("|"))) for name, value in values.items())


_TIE: Final = (
    "loyalty_or_love", "protector_framing", "fear_with_gratitude", "missing_or_mixed_feelings", "return_or_pull",
)
_CONTROL: Final = (
    "reward_punishment_cycle", "isolation", "threat_or_violence", "blocked_exit", "deprivation_or_exhaustion",
)
_FROM_CLIENT: Final = "client_quoted|client_paraphrased"

_STEP_0_2_0: Final = Step("0.1.0", "0.2.0", (
    Review(
        ("threat_or_violence",), ("D-001",), "fear with no act worded moved to inner_distress_statement, on_alert",
        subtypes=("unspecified",),
    ),
    Review(
        (*_TIE, *_CONTROL), ("D-002",), "a relative or a partner who controls the client is the controller",
        answers=_answers(referent_role="family"),
    ),
    Review(
        ("access_barrier",), ("D-003",), "the most specific subtype is chosen, and two domains are 'several'",
        subtypes=("unspecified",),
    ),
))

_STEP_0_3_0: Final = Step("0.2.0", "0.3.0", (
    Review(
        ("agency",), ("D-004",), "agency needs a decision, a refusal, a goal or an unasked step",
        subtypes=("own_decision", "own_step"), answers=_answers(temporality="current|past|unclear"),
    ),
    Review(
        ("stabilisation",), ("D-006",), "a need is met when the client has the thing, not when it is planned",
        subtypes=("need_met",), answers=_answers(temporality="future_planned"),
    ),
    Review(
        ("reward_punishment_cycle",), ("D-007",), "drugs as plain wage are deprivation_or_exhaustion",
        subtypes=("unspecified",),
    ),
    Review(
        ("blocked_exit",), ("D-008",), "a threat aimed at leaving and fetching back by force carry two labels",
        subtypes=("failed_attempt", "unspecified"),
    ),
    Review(
        ("threat_or_violence",), ("D-009",), "stalking, insults and gaslighting have a subtype now",
        subtypes=("unspecified",),
    ),
    Review(
        ("access_barrier",), ("D-009",), "money that the controller takes is deprivation_or_exhaustion, pay_withheld",
        subtypes=("income", "several"), answers=_answers(referent_role="controller"),
    ),
    Review(
        ("threat_or_violence",), ("D-010",), "bare status words with no act and no doer are not marked",
        answers=_answers(referent_role="unknown|none"),
    ),
    Review(
        ("access_barrier",), ("D-013",), "access that ends on a known later date is future_planned",
        subtypes=("housing", "asylum_or_status"), answers=_answers(temporality="current", assertion="affirmed"),
    ),
    Review(
        ("denial_or_control_by_provider",), ("D-013",), "help really offered with a condition is affirmed",
        subtypes=("help_with_conditions_or_pressure",), answers=_answers(assertion="hypothetical"),
    ),
    Review(
        ("isolation", "blocked_exit"), ("D-014",), "only explicit negation is negated; the opposite is not marked here",
        answers=_answers(assertion="negated"),
    ),
    Review(
        (*_CONTROL, "return_or_pull"), ("D-015",), "a named group that the client belongs to is the client",
        answers=_answers(experiencer="generic"),
    ),
    Review(
        ("blocked_exit",), ("D-020",), "debt that is only deducted from pay is deprivation_or_exhaustion",
        subtypes=("debt_or_contract",), answers=_answers(assertion="affirmed|possible"),
    ),
    Review(
        ("stigmatising_wording",), ("D-023",), "the client's own harsh word about self is inner_distress_statement",
        answers=_answers(source=_FROM_CLIENT),
    ),
    Review(
        ("loyalty_or_love", "missing_or_mixed_feelings", "agency"), ("D-024",),
        "what the controller claims about the client is not marked under the tie or agency labels",
        answers=_answers(source="third_party", referent_role="controller"),
    ),
    Review(
        (*_CONTROL, "return_or_pull"), ("D-025",), "who passes on pressure for the controller is the controller",
        answers=_answers(referent_role="family|peer"),
    ),
    Review(
        ("denial_or_control_by_provider",), ("D-028",), "dislike with no act or word of the service is not marked",
        subtypes=("unspecified",), answers=_answers(source=_FROM_CLIENT),
    ),
))

STEPS: Final = (_STEP_0_2_0, _STEP_0_3_0)
"""Every step, the oldest first; each begins where the one before ended."""
