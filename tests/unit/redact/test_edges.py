"""How far a mask reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.edges import grown
from tbnlp.redact.findings import Finding
from tbnlp.stage import Skipped

Opened = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]


def reach(text: str, core: str, kind: str, *, maximal: bool = False) -> str:
    start = text.index(core)
    item = grown([Finding(start, start + len(core), kind, "d", 0.5)], text, maximal=maximal)[0]
    return text[item.start : item.end]


@pytest.mark.parametrize(
    ("text", "core", "kind", "expected"),
    [
        pytest.param("saw Bao-Lin today", "Bao", "PERSON", "Bao-Lin", id="hyphen"),
        pytest.param("met Mrs. Lam there", "Lam", "PERSON", "Mrs. Lam", id="courtesy_title"),
        pytest.param("saw Dr. Lam there", "Lam", "PERSON", "Lam", id="role_stays"),
        pytest.param("at the Porch, 7p", "Porch", "FACILITY", "the Porch", id="article"),
        pytest.param("at Knights Rest, unit 204)", "Knights Rest", "FACILITY", "Knights Rest, unit 204", id="room"),
        pytest.param("110 Wall St, 9th Fl. Next", "110 Wall St", "ADDRESS", "110 Wall St, 9th Fl.", id="floor"),
        pytest.param("the Mission Hall night shelter", "Mission Hall", "FACILITY",
                     "the Mission Hall night shelter", id="sort_of_place"),
        pytest.param("back Mon 4/17 at 2", "4/17", "DATE", "Mon 4/17", id="weekday"),
        pytest.param("interp #20877 on", "20877", "OTHER_ID", "#20877", id="number_sign"),
        pytest.param("aged 14 months now", "14", "AGE", "14 months", id="age_unit"),
    ],
)
def test_what_belongs_to_a_name_goes_with_it(text: str, core: str, kind: str, expected: str) -> None:
    assert reach(text, core, kind) == expected


def test_a_role_goes_with_the_name_only_where_everything_does() -> None:
    assert reach("saw Dr. Lam", "Lam", "PERSON", maximal=True) == "Dr. Lam"


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        pytest.param(
            "The applicant, Mr Tadeusz Wrona, a lawyer practising in Lublin, was born in 1961.",
            ("Mr", "Wrona", "lawyer", "Lublin", "1961"),
            id="applicant",
        ),
        pytest.param(
            "The case originated in an application (no. 36110/97) lodged by a Bulgarian national on 12 May 1996.",
            ("36110/97", "Bulgarian", "1996"),
            id="application",
        ),
        pytest.param(
            "On 13 and 14 June 2001 Judge Harkness adjourned it for two years and six months.",
            ("13", "14 June", "Judge", "Harkness", "two years", "six months"),
            id="dates_and_durations",
        ),
    ],
)
def test_a_court_text_in_maximal(maximal: Opened, text: str, secrets: tuple[str, ...]) -> None:
    note = maximal([CaseNote("c", "n", 0, RawText(text))])[0]
    assert isinstance(note, RedactedNote)
    assert [secret for secret in secrets if secret in note.text] == []
