"""Words to pieces: what is read is where it was, and long sentences are cut and not lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from tbnlp.encoder.passages import Words, readable
from tbnlp.encoder.wordpieces import WordPieces


def small_tokenizer() -> Tokenizer:
    letters = [chr(code) for code in range(97, 123)]
    unknown = "[UNK]"
    names = [unknown, "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(WordPiece({name: place for place, name in enumerate(names)}, unk_token=unknown))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


PIECES = WordPieces(small_tokenizer(), limit=20)
WORD = st.text("abcdef", min_size=1, max_size=6)
SENTENCES = st.lists(st.lists(WORD, min_size=1, max_size=9), min_size=1, max_size=9)


def words_of(sentences: list[list[str]]) -> Words:
    words = tuple(word for sentence in sentences for word in sentence)
    edges = np.cumsum([0, *(len(sentence) for sentence in sentences)]).tolist()
    return Words(words, tuple(pairwise(edges)))


@given(SENTENCES)
@settings(deadline=None)
def test_every_word_is_read_exactly_once(sentences: list[list[str]]) -> None:
    text = words_of(sentences)
    read = [
        word for window in PIECES.encode(text)
        for place, word in enumerate(window.words, start=1) if window.member[:, place].any()
    ]
    assert sorted(set(read)) == list(range(len(text.words)))
    units = [unit for window in PIECES.encode(text) for unit in window.units]
    assert [word for _, first, last in units for word in range(first, last)] == list(range(len(text.words)))


@given(SENTENCES)
@settings(deadline=None)
def test_no_window_is_longer_than_the_limit_and_its_end_marks(sentences: list[list[str]]) -> None:
    assert all(len(window.ids) <= PIECES.limit + 2 for window in PIECES.encode(words_of(sentences)))


def test_a_text_without_words_has_no_window() -> None:
    assert list(PIECES.encode(Words((), ()))) == []


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("<PERSON_3>", "person3"), ("<DATE_2: 2019>", "2019"), ("<AGE: 16-17>", "16-17"),
        ("<PHONE>", "phone"), ("<EMPLOYER_1: nail salon>", "nail salon"), ("<3", "<3"),
        ("<PERSON>", "person"), ("<strong>", "<strong>"), ("hope", "hope"),
    ],
    ids=str,
)
def test_placeholders_become_plain_words(token: str, word: str) -> None:
    assert readable(token) == word
