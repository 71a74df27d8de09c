"""The reading grade of a page."""

from __future__ import annotations

import pytest

from tbnlp.guidelines.reading_level import grade, syllables


@pytest.mark.parametrize(("word", "count"), [
    ("note", 1), ("table", 2), ("client", 1), ("controller", 3), ("the", 1), ("interpretation", 5), ("by", 1),
])
def test_syllables_are_groups_of_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_sentences_of_short_words_have_a_low_grade() -> None:
    assert (grade("Mark the words. Read the note. " * 30) or 99) < 2


def test_long_sentences_of_long_words_have_a_high_grade() -> None:
    assert (grade("Organisational considerations regarding communication predominate " * 20) or 0) > 20


def test_a_page_with_few_words_has_no_grade() -> None:
    assert grade("Mark the words.") is None


def test_examples_and_tables_do_not_count() -> None:
    plain = "Mark the words. Read the note. " * 30
    example = "\n```case\n+ [[agency: Notwithstanding organisational considerations]]\n```\n| a | b |\n"
    assert grade(plain + example) == grade(plain)
