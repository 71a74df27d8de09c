from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tbnlp.corpora import style
from tbnlp.corpora.checks import check_corpus
from tbnlp.corpora.faults import Level
from tbnlp.corpora.note_forms import PLAIN, form_of
from tbnlp.corpora.quotas import Figure
from tbnlp.corpora.raw_rows import NoteRow, PassageRow
from tbnlp.corpora.style import ReadNote
from tbnlp.notes.sentence_split import sentences
from tbnlp.schema.loader import load_schema
from tests.unit.corpora.corpus_aid import draft, passage

Measure = Callable[[str, Sequence[ReadNote]], Figure]


def row(text: str, form: str | None = None) -> NoteRow:
    return NoteRow(case_id="c", note_id="c-1", writer="W1", note_type="other", setting="labour", date="2024-03-01",
                   text=text, form=form)


def measured(measure: Measure, text: str, marks: Sequence[dict[str, Any]] = ()) -> Figure:
    found = tuple(PassageRow.model_validate(mark) for mark in marks)
    return measure("corpus", [ReadNote(row(text), tuple(sentences(text)), found)])


def test_a_phrase_that_stands_twice_lowers_the_share_of_runs_that_stand_once() -> None:
    # 17 words are 10 runs of eight; the run at the start stands again at the end
    text = "a b c d e f g h x a b c d e f g h"
    figure = measured(style.once_share, text)
    assert (figure.value, figure.n, figure.holds) == (0.8, 10, False)


@pytest.mark.parametrize(("sentence", "turned"), [
    pytest.param("She did not come.", True, id="not"),
    pytest.param("he doesnt sleep", True, id="no apostrophe"),
    pytest.param("If he rings, hang up.", True, id="if"),
    pytest.param("She may stay till June.", True, id="may"),
    pytest.param("Seen on May 4 at noon.", False, id="the month"),
    pytest.param("Nothing packed.", True, id="nothing"),
    pytest.param("She notes the knot in the rope.", False, id="letters of not inside words"),
    pytest.param("Her sister works there.", False, id="another person, whom no word list tells"),
])
def test_sentences_that_deny_or_suppose_are_told_by_words(sentence: str, turned: bool) -> None:
    assert measured(style.turned_share, sentence).value == float(turned)


def test_a_sentence_about_somebody_else_is_told_by_its_gold_mark() -> None:
    text = "Her sister sleeps in the van. Tea at four."
    mark = passage(text, "Her sister sleeps in the van", "isolation", experiencer="other_person")
    assert measured(style.turned_share, text, [mark]).value == 0.5


@pytest.mark.parametrize(("text", "share"), [
    pytest.param('Says "he is good to me." Left at ten.', 0.5, id="double quotes"),
    pytest.param("Says \u2018he is good to me.\u2019 Left at ten.", 0.5, id="curly single quotes"),
    pytest.param("Says 'he's good to me.' Left at ten.", 0.5, id="single quotes round an apostrophe"),
    pytest.param("The clients' room isn't warm. Left at ten.", 0.0, id="apostrophes alone"),
    pytest.param('The "boss" rang. Left at ten.', 0.0, id="one word in quotes"),
])
def test_quoted_speech_is_told_by_quotation_marks(text: str, share: float) -> None:
    assert measured(style.quoted_share, text).value == share


def test_small_starts_are_counted_in_rushed_notes_only() -> None:
    rushed = "ct came w/ bag. appt moved. She left."
    assert measured(style.small_starts, rushed).value == pytest.approx(2 / 3)
    assert measured(style.small_starts, "she came with a bag. she left.").value is None


def test_the_spread_of_sentence_lengths_by_hand() -> None:
    text = "One. One two three. One two three four five. " + "w " * 20 + "end."
    assert measured(style.sentence_median, text).value == 4
    assert measured(style.sentence_spread, text).value == pytest.approx(9 - 2.5)


def test_a_small_vocabulary_misses_its_bar() -> None:
    assert not measured(style.vocabulary, "come and go " * 7000).holds
    assert measured(style.vocabulary, "come and go " * 7000).n == 20_000


def test_a_missed_bar_of_the_corpus_is_a_fault_and_one_of_a_writer_is_not(tmp_path: Path) -> None:
    report = check_corpus("tiny", load_schema(), draft().write(tmp_path))
    faults = [fault for fault in report.faults if fault.check == "style"]
    assert faults
    assert all(fault.message.startswith("corpus, ") for fault in faults)
    assert {figure.about for figure in report.style} == {"corpus", "writer W1", "writer W2"}
    assert not report.holds


@pytest.mark.parametrize(("release", "level"), [(False, Level.WARNING), (True, Level.FAULT)])
def test_a_missed_quota_warns_and_fails_a_release(tmp_path: Path, release: bool, level: Level) -> None:
    report = check_corpus("tiny", load_schema(), draft().write(tmp_path), release=release)
    quotas = [fault for fault in report.faults if fault.check == "quotas"]
    assert {fault.level for fault in quotas} == {level}
    assert "corpus, notes: 2 (bar: at least 1200; n=2)" in {fault.message for fault in quotas}


@pytest.mark.parametrize(("attributes", "share"), [
    pytest.param({}, 0.0, id="plain"),
    pytest.param({"temporality": "past"}, 0.0, id="past is plain"),
    pytest.param({"assertion": "negated"}, 1.0, id="negated"),
    pytest.param({"experiencer": "generic"}, 1.0, id="policy"),
    pytest.param({"source": "third_party"}, 1.0, id="third party"),
    pytest.param({"temporality": "future_planned"}, 1.0, id="planned"),
])
def test_passages_that_are_not_plain_are_counted(tmp_path: Path, attributes: dict[str, str], share: float) -> None:
    made = draft()
    made.rows[0]["indicators"][0].update(attributes)
    report = check_corpus("tiny", load_schema(), made.write(tmp_path))
    values = {figure.name: figure.value for figure in report.quotas}
    assert values["share of passages that are not plain"] == share
    assert values["share of sentences without a label"] == pytest.approx(4 / 5)
    assert values["share of notes without a passage"] == 0.5


@pytest.mark.parametrize(("text", "form"), [
    pytest.param("S: tired\nO: on time\nA: steady\nP: call Monday", "SOAP", id="soap"),
    pytest.param("D: came in\nA: calm\nP: bed", "DAP", id="dap"),
    pytest.param("Subject: baggage\n\nHi all", "e-mail", id="e-mail"),
    pytest.param("Dear Ms Ong,\nthank you", "letter", id="letter"),
    pytest.param("[x] phone\n[ ] bank card", "form with boxes", id="boxes"),
    pytest.param("Came in, had soup, left.", PLAIN, id="plain"),
])
def test_the_form_of_a_note_is_told_by_its_layout(text: str, form: str) -> None:
    assert form_of(row(text)) == form


def test_the_form_that_a_writer_gave_is_taken() -> None:
    assert form_of(row("Came in.", form="voice memo")) == "voice memo"
