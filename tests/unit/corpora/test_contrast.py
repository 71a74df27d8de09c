"""Contrast pairs: one small change, and what it flips."""

from __future__ import annotations

from pathlib import Path

import pytest

from tbnlp.corpora.contrast import Pair, changed_words, pair_rows, read_pairs
from tbnlp.schema.loader import load_schema

MARK = "threat_or_violence.threat_to_client;{};past;client_paraphrased;client;controller"
YES, NO = MARK.format("affirmed"), MARK.format("negated")


def pairs(tmp_path: Path, flips: str, first: str, second: str) -> list[Pair]:
    path = tmp_path / "P9.txt"
    path.write_text(f"pair: P9-001\nflips: {flips}\na: {first}\nb: {second}\n", encoding="utf-8")
    return read_pairs(path, load_schema())


def test_a_pair_that_flips_one_answer_has_no_fault(tmp_path: Path) -> None:
    first, second = f"Ct says [[{YES}|he did threaten her]].", f"Ct says [[{NO}|he did not threaten her]]."
    found = pairs(tmp_path, "assertion", first, second)
    assert [pair.mistakes for pair in found] == [()]


def test_a_pair_becomes_two_notes_of_one_case(tmp_path: Path) -> None:
    pair = pairs(tmp_path, "unmarked", f"Ct says [[{YES}|he did threaten her]].", "Ct says rain did threaten her.")[0]
    rows = list(pair_rows(pair, "P9"))
    assert [note["note_id"] for note, _ in rows] == ["P9-001-a", "P9-001-b"]
    assert {note["case_id"] for note, _ in rows} == {"P9-001"}
    assert [len(marks["indicators"]) for _, marks in rows] == [1, 0]


@pytest.mark.parametrize(("flips", "first", "second", "fault"), [
    ("mood", f"[[{YES}|he hit her]]", f"[[{NO}|he never hit her]]", "which is none of"),
    ("source", f"[[{YES}|he hit her]]", f"[[{NO}|he never hit her]]", "the same on both sides"),
    ("label", f"[[{YES}|he hit her]]", f"[[{NO}|he never hit her]]", "its labels are the same"),
    ("assertion", f"[[{YES}|he hit her]]", "he hit the ball", "its labels are others"),
    ("assertion", f"[[{YES}|he hit her]]", f"[[{NO}|a b c d e f g he hit her]]", "more than 6 words"),
    ("assertion", "[[agency.nil;affirmed;past;client_quoted;client;none|she went]]", f"[[{NO}|he hit]]", "subtype"),
])
def test_a_pair_that_is_not_what_it_says_is_named(
    tmp_path: Path, flips: str, first: str, second: str, fault: str,
) -> None:
    assert any(fault in mistake for mistake in pairs(tmp_path, flips, first, second)[0].mistakes)


def test_words_are_counted_on_the_longer_side_of_each_change() -> None:
    assert changed_words("he hit her", "he never hit her") == 1
    assert changed_words("he hit her twice", "she hit her") == 2
