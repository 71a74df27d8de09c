"""Redaction of whole notes and cases."""

from __future__ import annotations

import pickle  # noqa: TID251  a stage must survive being sent to a worker
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tbnlp.errors import AssetError, PrivacyGateError, UsageError
from tbnlp.notes import placeholders
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact import redactor, replacement
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor
from tbnlp.redact.string_cases import score_strings
from tbnlp.stage import Reason, Skipped

Opened = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]
One = Callable[[str], RedactedNote]
NOTE = (
    "Met with Maria Delgado (19) at Harbor House on 3/4/2021. She goes by Cinnamon.\n\n"
    "- Her boyfriend Rico Vance texts from 713-555-0142.\n- Next visit: Tuesday\n"
    "Maria said she owes him. Rico's cousin drives a grey Altima, 7KJR219."
)
SECRETS = (
    "Maria",
    "Delgado",
    "Harbor House",
    "3/4/2021",
    "Cinnamon",
    "Rico",
    "Vance",
    "713-555-0142",
    "7KJR219",
)


def case(*texts: str, case_id: str = "c", **more: object) -> list[CaseNote]:
    return [
        replace(CaseNote(case_id, f"n{row}", row, RawText(text)), **more)  # type: ignore[arg-type]  # test shorthand
        for row, text in enumerate(texts)
    ]


def texts(results: Sequence[RedactedNote | Skipped]) -> list[str]:
    return [item.text if isinstance(item, RedactedNote) else item.reason for item in results]


def test_no_identifier_of_a_note_comes_through(one: One) -> None:
    text = one(NOTE).text
    assert [secret for secret in SECRETS if secret in text] == []


def test_words_that_matter_to_a_reviewer_stay(one: One) -> None:
    text = one(NOTE).text
    assert "She goes by" in text
    assert "Her boyfriend <PERSON" in text
    assert "said she owes him" in text
    assert "<AGE: 18-29>" in text
    assert ": 2021>" in text


def test_one_person_has_one_number_in_every_mention(strict: Opened) -> None:
    first, second = texts(
        strict(case("Maria Delgado called.", "Saw maria again; Ms. Delgado's sister came."))
    )
    assert first == "<PERSON_1> called."
    assert second.count("<PERSON_1>") == 2
    assert "<PERSON_2>" not in second


def test_text_outside_the_masks_is_unchanged_and_offsets_map_back(one: One) -> None:
    note = one(NOTE)
    raw = redacted = 0
    for item in note.replacements:
        assert NOTE[raw : item.raw_span.start] == note.text[redacted : item.span.start]
        raw, redacted = item.raw_span.end, item.span.end
    assert NOTE[raw:] == note.text[redacted:]


def test_a_placeholder_is_one_token_and_no_sentence_cuts_it(one: One) -> None:
    note = one(NOTE)
    tokens = set(zip(note.tokens.starts, note.tokens.ends, strict=True))
    for span in note.placeholder_spans():
        assert (span.start, span.end) in tokens
        assert not any(sentence.cuts(span) for sentence in note.sentences)


def test_tokens_and_sentences_cover_every_visible_character(one: One) -> None:
    note = one(NOTE)
    for spans in (
        [(start, end) for start, end in zip(note.tokens.starts, note.tokens.ends, strict=True)],
        [(sentence.start, sentence.end) for sentence in note.sentences],
    ):
        covered = {place for start, end in spans for place in range(start, end)}
        assert all(place in covered for place, character in enumerate(note.text) if not character.isspace())


def test_a_bullet_opens_a_sentence(one: One) -> None:
    note = one("Plan:\n- call the clinic\n- buy a bus pass\n\nShe was calm.")
    assert [note.text[item.start : item.end] for item in note.sentences] == [
        "Plan:",
        "- call the clinic",
        "- buy a bus pass",
        "She was calm.",
    ]


def test_redacting_twice_changes_nothing(one: One) -> None:
    once = one(NOTE)
    again = one(once.text)
    assert again.text == once.text
    assert {item.kind for item in again.replacements} == {"PLACEHOLDER"}


def test_numbers_start_above_those_of_the_input(one: One) -> None:
    assert one("<PERSON_4> met Maria Delgado.").text == "<PERSON_4> met <PERSON_5>."


@pytest.mark.parametrize(
    "text", ["<PERSON_7135550199> called", "Seen <DATE_1: 12 March> at noon", "<PHONE: 713-555-0199>"]
)
def test_a_forged_placeholder_is_searched(one: One, text: str) -> None:
    result = one(text).text
    assert "7135550199" not in result
    assert "12 March" not in result
    assert "713-555-0199" not in result


def test_too_many_numbers_skip_the_note(strict: Opened) -> None:
    result = strict(case("<PERSON_9999> met Maria Delgado."))[0]
    assert isinstance(result, Skipped)
    assert result.reason is Reason.TOO_MANY_NUMBERS


def test_a_case_does_not_depend_on_its_neighbours(strict: Opened) -> None:
    alone = texts(strict(case(NOTE)))
    other = case("Talia Brandt met Rico Mendez.", case_id="other")
    together = texts(strict([*other, *case(NOTE), *other]))
    assert together[1:2] == alone


def test_notes_are_numbered_in_date_order_and_returned_in_input_order(strict: Opened) -> None:
    late, early = case("Saw Talia Brandt.", "Saw Maria Delgado.")
    results = texts(strict([replace(late, date="2024-02-02"), replace(early, date="2024-01-01")]))
    assert results == ["Saw <PERSON_2>.", "Saw <PERSON_1>."]


def test_a_note_that_fails_leaves_the_rest_of_its_case(
    strict: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = replacement.mask

    def breaks(shadow: object, *rest: object) -> object:
        if "POISON" in shadow.source:  # type: ignore[attr-defined]  # a Shadow
            raise ValueError
        return real(shadow, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(replacement, "mask", breaks)
    bad, good = strict(case("POISON Maria Delgado called.", "Then maria left."))
    assert isinstance(bad, Skipped)
    assert (bad.stage, bad.reason) == ("redact", Reason.REDACTION_FAILED)
    assert texts([good]) == ["Then <PERSON_1> left."]


def test_a_leak_that_the_verifier_sees_skips_the_note(
    strict: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacement, "settled", lambda *_, **__: [])
    result = strict(case("Call 713-555-0142 please."))[0]
    assert isinstance(result, Skipped)
    assert result.reason is Reason.LEAK_FOUND


def test_a_long_note_is_skipped_and_not_cut() -> None:
    small = Redactor(RedactorConfig(max_note_characters=200)).open()
    result = small(case("word " * 50))[0]
    assert isinstance(result, Skipped)
    assert result.reason is Reason.TOO_LONG


def test_roster_and_ids_are_masked_wherever_they_stand(strict: Opened) -> None:
    notes = case(
        "Client zephra brought file K7-Q. Liz came too.",
        roster=(RawText("Zephra Quill"), RawText("Elizabeth Moor")),
        masked_ids=(RawText("K7-Q"),),
    )
    text = texts(strict(notes))[0]
    assert "zephra" not in text
    assert "K7-Q" not in text
    assert "Liz" not in text


def test_an_agency_pattern_is_masked() -> None:
    opened = Redactor(RedactorConfig(patterns=(("file number", r"\bKX[a-z]{3}\b"),))).open()
    assert texts(opened(case("see KXabc today"))) == ["see <OTHER_ID> today"]


@pytest.mark.parametrize(
    "bad", [{"profile": "loose"}, {"patterns": (("x", "("),)}], ids=["profile", "pattern"]
)
def test_a_wrong_setting_names_itself(bad: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="redact"):
        RedactorConfig(**bad)  # type: ignore[arg-type]  # wrong on purpose


def test_a_missing_model_is_said_plainly() -> None:
    with pytest.raises(AssetError, match="not installed"):
        Redactor(RedactorConfig(spacy_model="no_such_pipeline")).open()


def test_the_start_up_test_stops_a_broken_redactor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redactor, "CANARIES", (("a calm day", "calm"),))
    with pytest.raises(PrivacyGateError, match="start-up test"):
        Redactor(RedactorConfig()).self_test()


def test_the_fingerprint_leaves_the_roster_out() -> None:
    plain, named, other = (
        RedactorConfig(),
        RedactorConfig(roster=("Maria",)),
        RedactorConfig(profile="maximal"),
    )
    assert Redactor(plain).fingerprint == Redactor(named).fingerprint != Redactor(other).fingerprint


def test_a_stage_can_be_sent_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(Redactor())) == Redactor()  # noqa: S301  our own bytes


def test_profiles_differ_in_what_they_keep(strict: Opened, balanced: Opened, maximal: Opened) -> None:
    text = "Client, age 34, came to Texas in 2019; the FBI was told."
    assert texts(strict(case(text))) == ["Client, age <AGE: 30-39>, came to Texas in 2019; the FBI was told."]
    assert texts(balanced(case(text))) == [text]
    masked = texts(maximal(case(text)))[0]
    assert not any(word in masked for word in ("34", "Texas", "2019", "FBI"))


def test_the_development_strings_keep_their_figures() -> None:
    scores = score_strings(RedactorConfig())
    assert (scores.total_mask, scores.total_keep) == (200, 117)
    assert scores.masked >= 190
    assert scores.false <= 4


def test_no_result_shows_a_raw_value(one: One) -> None:
    shown = repr(one(NOTE))
    assert [secret for secret in SECRETS if secret in shown] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "Maria Delgado",
                "713-555-0142",
                "she",
                "left.",
                "\n",
                "the",
                "<PERSON_2>",
                "A208123456",
                "“no”",
                "jane@x.org",
                "\u200b",
                "😀",
                "Mr.",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)
def test_any_mixture_is_masked_and_maps_back(strict: Opened, text: str) -> None:
    note = strict(case(text))[0]
    assert isinstance(note, RedactedNote)
    assert not any(secret in note.text for secret in ("Delgado", "555", "A208", "jane"))
    assert placeholders.find(note.text) == [item.span for item in note.replacements]
