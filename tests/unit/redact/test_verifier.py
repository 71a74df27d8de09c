"""The second look at the output."""

from __future__ import annotations

import pytest

from tbnlp.redact.verifier import leaks, residual_hits


@pytest.mark.parametrize(
    "text",
    [
        "call 713-555-0142",
        "SSN 078-05-1120",
        "write jane@example.com",
        "see www.example.com",
        "A208123456",
        "IOE0912345678",
        "seven one three five five five zero one four two",
        "７１３-５５５-０１４２",
        "7\u200b1\u200b3\u200b5\u200b5\u200b5\u200b0142",
        "$lilmama",
        "DOB 3/4/07",
        "29.7030,-95.5510",
        "on @sweet_tee",
        "10.20.30.40 logged in",
    ],
)
def test_an_identifier_that_stands_is_hit(text: str) -> None:
    assert residual_hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "<PERSON_1> called <PHONE> on <DATE_2: 2019>.",
        "She earned $1,200,000 in 2019-2020.",
        "under 18 U.S.C. 1591 and 22 CFR 41.84",
        "at 10:15 to 11:30, 500 mg",
        "call 1-888-373-7888",
        "meet @ 3pm",
        "I-914 and DS-160 were filed",
    ],
)
def test_clean_text_is_not_hit(text: str) -> None:
    assert residual_hits(text) == []


def test_a_value_of_the_case_that_stands_elsewhere_is_a_leak() -> None:
    assert leaks("later xochitl left", [("PERSON", "Xochitl")], [], "strict")
    assert not leaks("later she left", [("PERSON", "Xochitl")], [], "strict")


def test_an_ordinary_word_is_no_leak_because_a_person_has_it_as_name() -> None:
    assert not leaks("she has hope", [("PERSON", "Hope")], [], "strict")


def test_a_roster_entry_that_stands_is_a_leak() -> None:
    assert leaks("saw Quillfeather today", [], ["Quillfeather"], "strict")
