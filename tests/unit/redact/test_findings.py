"""The union of findings."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tbnlp.redact.findings import Finding, merged

FINDINGS = st.lists(
    st.builds(
        lambda start, length, kind: Finding(start, start + length, kind, "d", 0.5),
        st.integers(0, 60),
        st.integers(1, 12),
        st.sampled_from(["PERSON", "FACILITY", "DATE", "PHONE"]),
    ),
    max_size=14,
)


def test_a_shelter_outranks_a_person() -> None:
    both = [Finding(0, 6, "PERSON", "a", 0.9), Finding(3, 9, "FACILITY", "b", 0.1)]
    assert [(item.start, item.end, item.kind) for item in merged(both)] == [(0, 9, "FACILITY")]


@given(FINDINGS)
def test_the_union_covers_the_same_characters_and_is_disjoint(findings: list[Finding]) -> None:
    result = merged(findings)
    covered = {place for item in findings for place in range(item.start, item.end)}
    assert covered == {place for item in result for place in range(item.start, item.end)}
    assert all(one.end <= other.start for one, other in pairwise(result))


@given(FINDINGS, st.randoms())
def test_the_union_does_not_depend_on_the_order(findings: list[Finding], random: object) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands a random.Random
    assert merged(shuffled) == merged(findings)
