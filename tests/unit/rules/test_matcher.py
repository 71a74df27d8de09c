"""Hits are sorted, merged, explained and the same each time; halves are joined with care."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from tbnlp.errors import UsageError
from tbnlp.notes.span import Span
from tbnlp.rules.matcher import RuleHit, Rules, merged
from tbnlp.rules.pattern_language import Language
from tbnlp.rules.poles import pair_poles
from tbnlp.rules.roles import roles_of
from tbnlp.rules.word_records import encode
from tbnlp.rules.words import read_words

Reader = Callable[[str], Doc]


@pytest.fixture(scope="module")
def find() -> Callable[[Doc], list[RuleHit]]:
    return Rules().open()


def labels(text: str, read: Reader, find: Callable[[Doc], list[RuleHit]]) -> set[str]:
    doc = read(text)
    return {hit.label for hit in pair_poles(find(doc), read_words(doc))}


def test_hits_are_sorted_explained_and_the_same_each_time(
    read: Reader, find: Callable[[Doc], list[RuleHit]]
) -> None:
    doc = read("He hit her twice. She still loves him. He took her passport.")
    hits = find(doc)
    assert hits == find(doc) == Rules().open()(doc)
    assert hits == sorted(hits, key=lambda hit: (hit.span, hit.label, hit.pole or ""))
    assert {"threat_or_violence", "loyalty_or_love", "blocked_exit"} <= {hit.label for hit in hits}
    assert all(hit.why and hit.pattern_id.startswith(hit.label) for hit in hits)


def hit(start: int, end: int, pattern: str, label: str = "isolation") -> RuleHit:
    return RuleHit(label, "unspecified", Span(start, end), pattern, "why", Span(start, end))


def test_overlapping_hits_of_a_label_become_one_and_keep_all_patterns() -> None:
    one, two, other = hit(0, 10, "a"), hit(5, 30, "b"), hit(5, 30, "c", "agency")
    result = merged([two, other, one])
    assert [(item.label, item.span, item.pattern_ids) for item in result] == [
        ("isolation", Span(0, 30), ("b", "a")), ("agency", Span(5, 30), ("c",)),
    ]


@pytest.mark.parametrize(("text", "paired"), [
    ("She is scared of him but grateful that he bought her medicine.", True),
    ("She is scared of him. She is thankful that he let her call home.", True),
    ("She is scared he will find her.", False),
    ("He thanked the foreman for the coat.", False),
    ("She is afraid of <PERSON_1> and grateful to the shelter for the room.", False),
    ("She is scared of him.\n\nShe came at nine. She is thankful that he waited.", False),
], ids=["one sentence", "two sentences", "fear only", "thanks only", "shelter", "far apart"])
def test_gratitude_without_fear_of_the_same_person_is_not_a_pair(
    text: str, paired: bool, read: Reader, find: Callable[[Doc], list[RuleHit]]
) -> None:
    assert ("fear_with_gratitude" in labels(text, read, find)) is paired


def test_a_lone_half_is_no_candidate(read: Reader, find: Callable[[Doc], list[RuleHit]]) -> None:
    doc = read("He bought her flowers.")
    assert any(item.pole == "kindness" for item in find(doc))
    assert pair_poles(find(doc), read_words(doc)) == []


@pytest.mark.parametrize("text", [
    "Ct attended group and paid the rent for May.",
    "Bus was late, so the appointment at the clinic moved to Tuesday.",
    "Copied the insurance card and the lease for the file.",
], ids=["group", "bus", "copies"])
def test_ordinary_work_gives_no_candidate(
    text: str, read: Reader, find: Callable[[Doc], list[RuleHit]]
) -> None:
    assert labels(text, read, find) == set()


def test_what_an_interviewer_asks_is_no_candidate_and_the_answer_is(
    read: Reader, find: Callable[[Doc], list[RuleHit]]
) -> None:
    text = "Q: Did he hit you?\nA: He hit me twice.\nQ: And now?"
    assert [text[item.span.start : item.span.end] for item in find(read(text))
            if item.label == "threat_or_violence"] == ["He hit me twice"]


@pytest.mark.parametrize(("line", "text", "found"), [
    ("% hours", "She slept 6 hours.", True), ("(% / two|three) hours", "Only two hours.", True),
    ("% hours", "She slept for hours.", False),
], ids=["digit", "word", "none"])
def test_a_percent_sign_stands_for_a_number(
    line: str, text: str, found: bool, read: Reader
) -> None:
    words = read_words(read(text))
    record, _ = encode(words, 0, len(words), {})
    assert bool(Language({}).compile("label/entry", line).expression.search(record)) is found


@pytest.mark.parametrize(("text", "roles"), [
    ("Ct = <PERSON_1>. Atty <PERSON_2> called. Her boss <PERSON_3> did not.",
     {"<PERSON_1>": "client", "<PERSON_2>": "provider", "<PERSON_3>": "controller"}),
    ("<PERSON_4>, her keyworker, came. Ofc <PERSON_5> left.",
     {"<PERSON_4>": "provider", "<PERSON_5>": "authority"}),
    ("They say <PERSON_6> beat her.", {"<PERSON_6>": "controller"}),
    ("They say <PERSON_7> came.", {}),
], ids=["titles", "apposition", "acts", "open"])
def test_roles_are_read_from_words_and_acts(
    text: str, roles: dict[str, str], read: Reader
) -> None:
    assert dict(roles_of(read_words(read(text)))) == roles


@pytest.mark.parametrize(("line", "message"), [
    ("(love him", "not closed"), ("love him)", "not opened"), ("love NOSUCH", "NOSUCH"),
    ("love|", "empty alternative"), ("(debt|debts?|rent)", "left out"),
], ids=["open bracket", "closed bracket", "unknown phrase", "empty", "optional in a bracket"])
def test_a_broken_pattern_is_named(line: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Language({}).compile("label/entry", line)
