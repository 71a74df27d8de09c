"""Passages below the reading point: folded until asked for, counted apart, and never said to be wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tbnlp.report.folding import Fold, fold, reading_point
from tbnlp.report.pages import write_report
from tbnlp.report.tallies import Tallies
from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import violations

Build = Any
"""The builder of `conftest.py`; naming its class would need an import of that file."""

TEXT = "She chose a room. She rested. He hid."


def read(folder: Path) -> str:
    return write_report(folder).read_text(encoding="utf-8")


def article(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", markup).split())


def account(page: str) -> str:
    found = re.search(r'<p class="account">(.*?)</p>', article(page), re.DOTALL)
    return words(found.group(1)) if found else ""


@pytest.mark.parametrize(
    ("given", "point"),
    [(0.3, 0.3), (0, 0.0), (1, 1.0), (True, None), (1.2, None), (-0.1, None), ("0.3", None),
     (float("nan"), None), (None, None), ([0.3], None)],
    ids=["share", "zero", "one", "flag", "above", "below", "text", "nan", "null", "list"],
)
def test_a_reading_point_is_a_probability_or_is_not_used(given: object, point: float | None) -> None:
    assert reading_point({"reading_point": given}) == point


def test_a_manifest_without_a_reading_point_has_none() -> None:
    assert reading_point({}) is None


@pytest.mark.parametrize(
    ("band", "score", "point", "expected"),
    [
        ("possible", 0.29, 0.3, Fold.FAINT), ("possible", 0.3, 0.3, Fold.SHOWN),
        ("possible", 0.0, None, Fold.SHOWN), ("strong", 0.1, 0.3, Fold.SHOWN),
        ("weak", 0.9, 0.3, Fold.WEAK), ("weak", 0.1, None, Fold.WEAK),
    ],
    ids=["below", "at", "no-point", "strong", "weak-above", "weak"],
)
def test_only_possible_passages_below_the_point_are_fainter(
    band: str, score: float, point: float | None, expected: Fold
) -> None:
    assert fold(band, score, point) is expected


def test_fainter_passages_are_numbered_apart_in_the_order_of_the_text(build: Build) -> None:
    found = [
        build.passage("agency", "He hid", score=0.1),
        build.passage("stabilisation", "She rested", score=0.9),
        build.passage("isolation", "rested", band="weak"),
        build.passage("agency", "She chose a room", score=0.2),
    ]
    page = read(build.run(*[(build.note("C", "N", TEXT), found)], reading_point=0.3))
    assert re.findall(r'<li class="(c [^"]*)" id="(\S+)"', page) == [
        ("c f5 faint", "c1-f1"), ("c f5", "c1-1"), ("c f1 w", "c1-w1"), ("c f5 faint", "c1-f2"),
    ]
    assert '<mark class="l0 f5 faint" data-c="f1">' in page
    assert "<b>fainter possible</b> · model score for this passage 0.20" in page


def test_a_shown_passage_keeps_the_line_next_to_the_text(build: Build) -> None:
    found = [
        build.passage("agency", "She chose a room", score=0.1),
        build.passage("isolation", "chose", score=0.9),
    ]
    page = read(build.run(*[(build.note("C", "N", TEXT), found)], reading_point=0.3))
    assert '<mark class="l0 f1" data-c="1">' in page
    assert '<mark class="l1 f5 faint" data-c="f1">' in page


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ((0.9, 0.1, 0.2), "1 passage shown; 2 fainter possible ones are folded., and 2 fainter possible ones."),
        ((0.9, 0.8, 0.2), "2 passages shown; 1 fainter possible one is folded., and 1 fainter possible one."),
        ((0.9, 0.8, 0.7), "3 passages shown."),
        ((0.1, 0.1, 0.1), "3 fainter possible passages are folded. shown."),
    ],
    ids=["one-shown", "one-folded", "all-shown", "all-folded"],
)
def test_a_line_above_the_text_says_how_many_wait(
    build: Build, scores: tuple[float, ...], said: str
) -> None:
    quotes = ("She chose a room", "She rested", "He hid")
    found = [build.passage("agency", quote, score=score)
             for quote, score in zip(quotes, scores, strict=True)]
    page = read(build.run(*[(build.note("C", "N", TEXT), found)], reading_point=0.3))
    assert account(page).replace(" The filters leave some of them out.", "") == said
    assert article(page).index('class="account"') < article(page).index('class="text')


def test_a_note_whose_passages_are_all_fainter_says_so_and_shows_no_sign_of_absence(
    build: Build,
) -> None:
    found = [build.passage("agency", "She rested", score=0.1)]
    page = article(read(build.run(*[(build.note("C", "N", TEXT), found)], reading_point=0.3)))
    assert "All passages of this note are fainter ones." in page
    assert load_schema().notice("no_find") not in page
    assert not re.search(r"\b0 |\bnone\b|No passage", words(page))


def test_a_note_with_fainter_and_weak_passages_names_both(build: Build) -> None:
    found = [
        build.passage("agency", "She rested", score=0.1), build.passage("agency", "He hid", band="weak"),
    ]
    page = read(build.run(*[(build.note("C", "N", TEXT), found)], reading_point=0.3))
    assert "All passages of this note are fainter or weak ones." in page
    assert "The passages of this note are weak ones" not in page


def test_a_note_without_a_passage_keeps_its_notice_beside_a_reading_point(build: Build) -> None:
    page = article(read(build.run(*[(build.note("C", "N", TEXT), [])], reading_point=0.3)))
    assert load_schema().notice("no_find") in page
    assert 'class="account"' not in page


def test_the_top_says_why_passages_are_folded_and_what_that_does_not_say(build: Build) -> None:
    page = read(build.run(*[(build.note("C", "N", TEXT), [])], reading_point=0.264))
    told = words(page[page.index('id="folding"') : page.index('id="labels"')])
    assert "a model score of 0.264" in told
    assert "Folding is no statement that they are wrong" in told
    assert "search for completeness" in told
    assert violations(told) == []


def test_without_a_reading_point_nothing_is_folded_and_nothing_is_said_of_it(run_folder: Path) -> None:
    page = re.sub(r"<(style|script)>.*?</\1>", "", read(run_folder), flags=re.DOTALL)
    assert not re.search(r"faint|folded|class=\"account", page)
    assert "<dt>in this run</dt>" in page


@pytest.mark.parametrize(("cases", "shown"), [(10, False), (11, True)], ids=["ten", "eleven"])
def test_shown_fainter_and_weak_are_counted_apart_from_eleven_cases_on(
    build: Build, cases: int, shown: bool
) -> None:
    found = [
        build.passage("agency", "She chose a room", score=0.9), build.passage("agency", "She rested", score=0.1),
        build.passage("agency", "rested", score=0.1), build.passage("agency", "He hid", band="weak"),
    ]
    notes = [(build.note(f"C{place}", "N", TEXT), found) for place in range(cases)]
    page = read(build.run(*notes, reading_point=0.3))
    for name, count in (("shown", cases), ("fainter", 2 * cases), ("weak", cases)):
        assert (f"<dt>{name}</dt><dd>{count} passages</dd>" in page) is shown
        assert (f"{name} <b>{count} passages</b>" in page) is shown
    assert ("not counted for the whole run: fewer than 11 cases" in page) is not shown


def test_a_sum_that_would_give_a_withheld_count_away_is_withheld() -> None:
    tallies = Tallies()
    for place in range(11):
        tallies.add("agency", Fold.SHOWN, f"C{place}")
    assert tallies.whole(Fold.SHOWN).passages == 11
    tallies.add("isolation", Fold.SHOWN, "C1")
    assert tallies.whole(Fold.SHOWN).withheld
    for place in range(11):
        tallies.add("fear_with_gratitude", Fold.SHOWN, f"D{place % 10}")
    assert not tallies.whole(Fold.SHOWN).withheld
    assert tallies.whole(Fold.SHOWN).passages == 23
