"""Raw text shows its length and nothing else, whichever way it is printed."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle  # noqa: TID251  worker processes send notes this way
import traceback
from collections.abc import Callable

import pytest

from tbnlp.notes.case_note import CaseNote, RawText

WORDS = "Marisol Quiroga, 2218 Alder St"
NOTE = CaseNote(
    "C1", "N1", 0, RawText(WORDS), roster=(RawText("Marisol"),), masked_ids=(RawText("A-208555013"),)
)
VALUES = (WORDS, "Marisol", "A-208555013", "Quiroga")


@pytest.mark.parametrize("show", [
    pytest.param(repr, id="repr"),
    pytest.param(str, id="str"),
    pytest.param(format, id="format"),
    pytest.param(lambda item: f"{item}", id="f-string"),
    pytest.param(lambda item: f"{item!r:>80}", id="f-string of repr"),
    pytest.param(lambda item: "%s %r" % (item, item), id="percent"),  # noqa: UP031  the old way shows too
    pytest.param(lambda item: "{} {!r}".format(item, item), id="format method"),  # noqa: UP032  likewise
    pytest.param(lambda item: str([item, {"note": item}]), id="inside a list"),
    pytest.param(lambda item: json.dumps(item, default=str), id="json"),
    pytest.param(ascii, id="ascii"),
])
@pytest.mark.parametrize("item", [NOTE, NOTE.text], ids=["note", "text"])
def test_printing_a_note_shows_no_word_of_it(show: Callable[[object], str], item: object) -> None:
    shown = show(item)
    assert [value for value in VALUES if value in shown] == []
    assert "30 characters" in shown


@pytest.mark.parametrize("spec", [">60", "<60", "^60", "60s"])
def test_a_width_changes_nothing(spec: str) -> None:
    assert WORDS not in format(NOTE.text, spec)


def test_a_log_line_shows_no_word_of_a_note(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("tbnlp.test").debug("read %s and %r", NOTE, NOTE.text)
    assert "RawText(30 characters)" in caplog.text
    assert [value for value in VALUES if value in caplog.text] == []


def test_a_traceback_with_the_note_as_its_argument_shows_no_word_of_it() -> None:
    try:
        raise ValueError(NOTE, NOTE.text)  # noqa: TRY301  the point of the test
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert [value for value in VALUES if value in shown] == []


def test_a_failed_comparison_shows_no_word_of_a_note() -> None:
    other = NOTE.roster[0]
    with pytest.raises(AssertionError) as caught:
        assert NOTE.text == other
    assert [value for value in VALUES if value in str(caught.value)] == []


def test_a_worker_gets_the_same_characters() -> None:
    again = pickle.loads(pickle.dumps(NOTE))  # noqa: S301  our own bytes
    assert again.text.unwrap_for_redaction() == WORDS
    assert [item.unwrap_for_redaction() for item in again.roster] == ["Marisol"]
    assert WORDS not in repr(again)


def test_a_copy_shows_no_word_either() -> None:
    assert WORDS not in repr(copy.deepcopy(NOTE))
    assert WORDS not in repr(dataclasses.replace(NOTE, row=1))
    assert WORDS not in str(dataclasses.asdict(NOTE))


def test_two_notes_of_the_same_words_are_not_told_equal() -> None:
    assert RawText(WORDS) != RawText(WORDS)
    assert len({RawText(WORDS), RawText(WORDS)}) == 2


def test_raw_text_has_no_dictionary_that_a_debugger_prints() -> None:
    with pytest.raises(TypeError):
        vars(NOTE.text)


def test_raw_text_cannot_be_added_or_cut() -> None:
    with pytest.raises(TypeError):
        "" + NOTE.text  # type: ignore[operator]  # the point of the test
    with pytest.raises(TypeError):
        NOTE.text[0]  # type: ignore[index]  # the point of the test


def test_the_characters_come_out_untouched() -> None:
    text = "a\r\n\tb\u00a0\U0001f642 \x00"
    assert RawText(text).unwrap_for_redaction() == text
    assert len(RawText(text)) == len(text)
