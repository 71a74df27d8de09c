"""What a third person is asked, and the gold that follows from the answers."""

from __future__ import annotations

from typing import Any

import pytest

from tbnlp.corpora.adjudication import differences, matched, settled
from tbnlp.errors import InputError


def mark(start: int, end: int, label: str = "agency", **answers: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "subtype": "own_step", "assertion": "affirmed", **answers}


def test_marks_of_one_label_that_share_half_of_the_shorter_are_one() -> None:
    assert matched([mark(0, 10)], [mark(4, 20)]) == [(0, 0)]
    assert matched([mark(0, 10)], [mark(6, 20)]) == []
    assert matched([mark(0, 10)], [mark(0, 10, "isolation")]) == []


def test_a_mark_of_one_reader_alone_is_one_question() -> None:
    asked = differences("N1", [mark(0, 10)], [])
    assert [(item.name, item.label) for item in asked] == [("label", "agency")]


def test_each_answer_that_differs_is_one_question_and_equal_ones_are_none() -> None:
    asked = differences("N1", [mark(0, 10)], [mark(0, 10, assertion="negated")])
    assert [item.name for item in asked] == ["assertion"]
    assert {asked[0].first, asked[0].second} == {"affirmed", "negated"}


def test_the_order_shown_does_not_tell_whose_answer_is_first() -> None:
    asked = [differences("N1", [mark(n, n + 5)], [mark(n, n + 5, assertion="negated")])[0] for n in range(40)]
    assert {item.first for item in asked} == {"affirmed", "negated"}


def test_the_settled_marks_are_the_gold() -> None:
    ours = [mark(0, 10), mark(20, 30)]
    theirs = [mark(0, 10, assertion="negated"), mark(40, 50, "isolation", certainty="low")]
    asked = {(item.name, item.span.start): item.id for item in differences("N1", ours, theirs)}
    decisions = {asked["assertion", 0]: "negated", asked["label", 20]: "no mark", asked["label", 40]: "mark"}
    gold = settled("N1", ours, theirs, decisions)
    assert [(item["start"], item["label"], item["assertion"]) for item in gold] == [
        (0, "agency", "negated"), (40, "isolation", "affirmed"),
    ]
    assert "certainty" not in gold[1]


def test_a_difference_that_nobody_settled_is_refused() -> None:
    with pytest.raises(InputError, match="note N1: 1 differences are not settled"):
        settled("N1", [mark(0, 10)], [], {})
