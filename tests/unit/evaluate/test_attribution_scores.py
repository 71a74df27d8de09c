from __future__ import annotations

import pytest

from tbnlp.evaluate.attribution_scores import (
    NEGATED,
    KitScores,
    QuestionScores,
    named_figures,
    overview,
    score_kit,
    value_table,
)
from tbnlp.evaluate.tables import render_all
from tests.unit.evaluate.kit_aid import kit_item

ITEMS = [
    kit_item("a", case_id="c1", assertion="affirmed"),
    kit_item("b", case_id="c1", assertion="affirmed"),
    kit_item("c", case_id="c2", assertion="negated"),
    kit_item("d", case_id="c2", assertion="possible"),
]
SAID = [{"assertion": value} for value in ("affirmed", "negated", "negated", "affirmed")]


def scored() -> KitScores:
    return score_kit(ITEMS, SAID, system="toy", part="all")


def question(scores: KitScores, name: str) -> QuestionScores:
    found = scores.question(name)
    assert found is not None
    return found


def test_figures_are_those_counted_by_hand() -> None:
    # affirmed: 1 right, 1 too many, 1 missed, F1 1/2; negated: 1 right, 1 too many, F1 2/3; possible: missed, F1 0
    found = question(scored(), "assertion")
    assert found.accuracy.value == pytest.approx(2 / 4)
    assert found.macro_f1.value == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert {name: row.positives for name, row in found.values} == {"affirmed": 2, "negated": 1, "possible": 1}
    assert {name: row.f1.value for name, row in found.values} == pytest.approx(
        {"affirmed": 1 / 2, "negated": 2 / 3, "possible": 0}
    )
    assert (found.accuracy.n, found.macro_f1.n) == (4, 4)


def test_negation_is_scored_from_the_assertion() -> None:
    # gold: no, no, yes, no; said: no, yes, yes, no
    found = question(scored(), NEGATED)
    assert found.accuracy.value == pytest.approx(3 / 4)
    assert found.macro_f1.value == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_a_system_for_negation_alone_is_scored_on_it_alone() -> None:
    said = [{NEGATED: value} for value in ("not_negated", "not_negated", "negated", "not_negated")]
    scores = score_kit(ITEMS, said, system="neg", part="all")
    assert [row.question for row in scores.questions] == [NEGATED]
    assert question(scores, NEGATED).accuracy.value == 1


def test_an_answer_that_gold_never_holds_lowers_the_others_and_has_no_row() -> None:
    said = [{"assertion": "hypothetical"}] * 2 + [{"assertion": "negated"}, {"assertion": "possible"}]
    found = question(score_kit(ITEMS, said, system="toy", part="all"), "assertion")
    assert found.macro_f1.value == pytest.approx((0 + 1 + 1) / 3)
    assert [name for name, _ in found.values] == ["affirmed", "negated", "possible"]


def test_the_interval_draws_cases_and_not_passages() -> None:
    # ten passages of each of six cases, all right or all wrong in a case: as wide as six draws make it
    items = [kit_item(f"{case}-{n}", case_id=f"c{case}") for case in range(6) for n in range(10)]
    said = [{"assertion": "affirmed" if item.case_id < "c3" else "negated"} for item in items]
    found = question(score_kit(items, said, system="toy", part="all"), "assertion")
    assert found.accuracy.value == pytest.approx(0.5)
    assert found.accuracy.interval is not None
    assert found.accuracy.interval.low < 0.2
    assert found.accuracy.interval.high > 0.8


def test_few_cases_give_no_interval() -> None:
    assert question(scored(), "assertion").accuracy.interval is None


def test_a_question_that_is_answered_here_and_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="toy answers source on 1 of 4 items"):
        score_kit(ITEMS, [{"source": "unclear"}, {}, {}, {}], system="toy", part="all")


def test_tables_show_a_dash_for_a_question_that_a_system_does_not_answer() -> None:
    text = render_all([*overview([scored()], "all"), value_table("assertion", [scored()], "all")])
    assert "toy     4  0.500 [no interval]" in text
    assert "toy     4         -" in text
    assert "few" in text


def test_gates_name_questions_and_figures() -> None:
    named = named_figures([scored()], "toy", "all")
    assert named["assertion_accuracy"] == pytest.approx(0.5)
    assert set(named) == {
        f"{name}_{figure}" for name in ("assertion", "negated") for figure in ("accuracy", "macro_f1")
    }


def test_json_holds_every_figure_with_its_n() -> None:
    row = scored().to_json()["questions"]["assertion"]
    assert row["accuracy"] == {"n": 4, "value": 0.5, "low": None, "high": None}
    assert row["values"]["negated"]["few"] is True
