from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tbnlp.corpora.written import DEFAULT_FOLDER, WrittenNote
from tbnlp.errors import AssetError, UsageError
from tbnlp.evaluate import corpus_audits
from tbnlp.evaluate.corpus_audits import NAMES, Audit, audit_corpus, model_f1, read_limits
from tbnlp.evaluate.identity_swap import changed_labels, swap_identity
from tbnlp.evaluate.label_probes import bag_of_words_f1, cue_f1, sentence_grid, writer_probe
from tbnlp.evaluate.label_rates import client_groups, rates_by
from tbnlp.evaluate.name_origins import NOT_TOLD, origin_and_gender
from tbnlp.schema.loader import load_schema
from tests.unit.corpora.corpus_aid import Draft
from tests.unit.evaluate.written_aid import identifier, passage, written

SCHEMA = load_schema()
LABELS = SCHEMA.label_ids
WORDS = {"isolation": "zebra", "blocked_exit": "walnut", "agency": "copper"}


def limits_text(**changed: float) -> str:
    return "".join(f'[{name}]\nlimit = {changed.get(name, 0.5)}\nreason = "said before"\n' for name in NAMES)


def test_every_audit_of_the_written_corpus_has_a_limit_and_a_reason() -> None:
    assert set(read_limits(DEFAULT_FOLDER / "casenotes_en")) == set(NAMES)


def test_no_audit_is_run_without_limits(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="write down a limit"):
        read_limits(tmp_path)


def test_a_limit_without_a_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "audits.toml").write_text(limits_text().replace("said before", "", 1), encoding="utf-8")
    with pytest.raises(UsageError, match="limit and reason"):
        read_limits(tmp_path)


@pytest.mark.parametrize(("name", "value", "verdict"), [
    ("bag_of_words", 0.5, "holds"), ("bag_of_words", 0.51, "fails"), ("identity_swap_rules", 0.5, "holds"),
    ("identity_swap_rules", 0.49, "fails"), ("cue_only", None, "not measured"),
])
def test_most_limits_bind_from_above_and_those_of_swaps_from_below(
    name: str, value: float | None, verdict: str
) -> None:
    assert Audit(name, value, 0.5, 1, "").verdict == verdict


def giveaway(writer: str, number: int, *, told: bool) -> WrittenNote:
    """A note whose label hangs on one word, or a note in which no word tells the label."""
    label = tuple(WORDS)[number % 3]
    word = WORDS[label] if told else "thing"
    text = f"The {word} was there on that day. Then came the others."
    return written(text, (), [passage(text, f"The {word} was there on that day", label)],
                   f"{writer}-C{number}", f"{writer}-C{number}-01", writer)


def notes_of(writers: Sequence[str], *, told: bool, each: int = 9) -> list[WrittenNote]:
    return [giveaway(writer, number, told=told) for writer in writers for number in range(each)]


def test_a_bag_of_words_finds_labels_that_hang_on_single_words_and_no_others() -> None:
    train, test = (sentence_grid(notes_of(writers, told=True), LABELS) for writers in (("W1", "W2", "W3"), ("W4",)))
    assert bag_of_words_f1(train, test) == 1.0
    train, test = (sentence_grid(notes_of(writers, told=False), LABELS) for writers in (("W1", "W2", "W3"), ("W4",)))
    assert bag_of_words_f1(train, test) < 0.6


def test_the_cue_probe_knows_the_cue_list_alone() -> None:
    text = "He locked the door at night."
    grid = sentence_grid([written(text, (), [passage(text, text[:-1], "blocked_exit")])], LABELS)
    assert cue_f1(grid, LABELS) > 0.6
    assert cue_f1(sentence_grid(notes_of(("W1",), told=True), LABELS), LABELS) == 0.0


def labelled(writer: str, number: int, label: str) -> WrittenNote:
    text = "Something was said about the room."
    return written(text, (), [passage(text, text[:-1], label)], f"{writer}-C{number}", f"{writer}-C{number}-01", writer)


def test_a_writer_with_a_label_of_their_own_is_told_from_labels_alone() -> None:
    own = [labelled(writer, number, label) for writer, label in (("W1", "agency"), ("W2", "isolation"))
           for number in range(10)]
    probe = writer_probe(own, LABELS)
    assert probe is not None
    assert probe.accuracy == 1.0
    assert probe.chance < 0.8


def test_writers_with_the_same_labels_are_not_told() -> None:
    mixed = [labelled(writer, number, ("agency", "isolation")[number // 5]) for writer in ("W1", "W2")
             for number in range(10)]
    probe = writer_probe(mixed, LABELS)
    assert probe is not None
    assert probe.accuracy - probe.chance <= 0.1


def test_one_writer_cannot_be_told_from_others() -> None:
    assert writer_probe(notes_of(("W1",), told=True), LABELS) is None


def client(number: int, name: str, label: str | None) -> WrittenNote:
    text = f"{name} was quiet. The room was locked at night."
    marks = [passage(text, "The room was locked at night", label)] if label else []
    return written(text, [identifier(text, name, "PERSON", 1)], marks, f"W1-C{number}", f"W1-C{number}-01")


def test_a_label_that_one_gender_always_has_is_found() -> None:
    notes = [client(number, "Fatou" if number % 2 else "Kwame", "isolation" if number % 2 else None)
             for number in range(120)]
    groups = client_groups(notes)
    rates = rates_by("gender", notes, lambda note: groups[note.case_id][1], LABELS)
    assert dict(rates.groups) == {"female": 60, "male": 60}
    assert rates.largest is not None
    assert rates.largest > 0.5
    assert rates.where.startswith("isolation, ")


def test_groups_that_are_small_or_set_apart_are_shown_and_not_compared() -> None:
    notes = [replace(client(number, "Fatou", "isolation" if number < 60 else None),
                     setting="labour" if number < 60 else "other") for number in range(120)]
    rates = rates_by("setting", notes, lambda note: note.setting, LABELS, frozenset({"other"}))
    assert dict(rates.groups) == {"labour": 60, "other": 60}
    assert rates.largest is None
    assert rates_by("setting", notes[30:70], lambda note: note.setting, LABELS).largest is None


@pytest.mark.parametrize(("name", "told"), [
    ("Oksana", ("central_eastern_european", "female")), ("MEI", ("east_asian", "female")),
    ("José", ("latin_american_iberian", "male")), ("Blorptan", (NOT_TOLD, NOT_TOLD)),
])
def test_origin_and_gender_of_a_name_are_told_or_not(name: str, told: tuple[str, str]) -> None:
    assert origin_and_gender(name) == told


def test_pronouns_tell_a_gender_where_the_name_does_not() -> None:
    text = "Blorptan came, she was tired and her bag was wet. He met Oskarino later."
    note = written(text, [identifier(text, "Blorptan", "PERSON", 1), identifier(text, "Oskarino", "PERSON", 2)])
    assert client_groups([note])["c1"] == (NOT_TOLD, "female")


def test_the_role_of_a_person_tells_who_the_client_is() -> None:
    text = "Kwame drove Fatou to the clinic."
    note = written(text, [identifier(text, "Kwame", "PERSON", 1), identifier(text, "Fatou", "PERSON", 2)])
    assert client_groups([note])["c1"] == ("african_caribbean", "male")
    known = replace(note, people=({"person": 2, "role": "client"},))
    assert client_groups([known])["c1"] == ("african_caribbean", "female")


SWAPPED = "Ms Rosalba said her boss kept her there; she is Polish. Mail rosalba@shelter.example."


def swapped_note() -> WrittenNote:
    return written(SWAPPED, [identifier(SWAPPED, "Rosalba", "PERSON", 1), identifier(SWAPPED, "Polish", "NATIONALITY"),
                             identifier(SWAPPED, "rosalba@shelter.example", "EMAIL")],
                   [passage(SWAPPED, "her boss kept her there", "blocked_exit")])


def test_names_nationality_and_pronouns_are_swapped_and_marks_follow() -> None:
    other = swap_identity(swapped_note())
    assert "Rosalba" not in other.text
    assert "Polish" not in other.text
    assert other.text.startswith("Mr ")
    assert other.text.endswith("Mail rosalba@shelter.example.")
    (mark,) = other.passages
    assert other.text[mark.span.start : mark.span.end] == "his boss kept him there"
    name = other.text[other.identifiers[0].span.start : other.identifiers[0].span.end]
    assert name.istitle()
    assert swap_identity(swapped_note()) == other
    assert swap_identity(swapped_note(), seed=7).text != other.text


def test_a_system_that_reads_the_pronoun_is_found_and_one_that_does_not_is_left() -> None:
    def reads_pronouns(texts: Sequence[str]) -> list[list[str]]:
        return [["isolation", "agency"] if " she " in text else ["agency"] for text in texts]

    def reads_nothing(texts: Sequence[str]) -> list[list[str]]:
        return [["agency"] for _ in texts]

    score = changed_labels([swapped_note()], reads_pronouns)
    assert (score.same, score.n, score.changed) == (1, 2, (("isolation", 1),))
    assert changed_labels([swapped_note()], reads_nothing).share == 1.0


def test_a_model_whose_figures_are_of_other_notes_is_not_compared(tmp_path: Path) -> None:
    assert model_f1(str(tmp_path / "none"), "0")[0] is None
    value, why = model_f1("casenotes-minilm", "0")
    assert value is None
    assert why


def toy(folder: Path, *, told: bool, leak: bool) -> Path:
    made = Draft()
    for writer, split in (("W1", "train"), ("W2", "train"), ("W3", "train"), ("W4", "dev"), ("W5", "test_out")):
        for note in notes_of((writer,), told=told):
            body = note.text + (" One two three four five six seven eight." if leak else f" {writer} {note.case_id}")
            text = body if split == "train" or leak else body.replace("others", "rest of them")
            mark = note.passages[0]
            made.add(note.note_id, text, [], [(note.text[mark.span.start : mark.span.end], mark.label)], split=split)
    made.write(folder)
    (folder / "tiny" / "audits.toml").write_text(
        limits_text(split_overlap=0.0, bag_of_words=0.85, cue_only=0.75), encoding="utf-8")
    return folder


def test_planted_artefacts_make_the_audits_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus_audits, "model_f1", lambda _model, _digest: (0.9, ""))
    report = audit_corpus("tiny", SCHEMA, toy(tmp_path, told=True, leak=True), swap=False)
    verdicts = {audit.name: audit.verdict for audit in report.audits}
    assert verdicts["bag_of_words"] == "fails"
    assert verdicts["cue_only"] == "holds"
    assert verdicts["split_overlap"] == "fails"
    assert {audit.name for audit in report.fails()} == {"bag_of_words", "split_overlap"}
    assert {"identity_swap_rules", "label_rates_gender"} <= {audit.name for audit in report.fails(release=True)}


def test_the_audits_of_a_toy_without_artefacts_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus_audits, "model_f1", lambda _model, _digest: (0.9, ""))
    report = audit_corpus("tiny", SCHEMA, toy(tmp_path, told=False, leak=False), swap=False)
    verdicts = {audit.name: audit.verdict for audit in report.audits}
    assert verdicts["bag_of_words"] == "holds"
    assert verdicts["writer_from_labels"] == "holds"
    assert report.to_json()["audits"][0]["limit"] == 0.85
