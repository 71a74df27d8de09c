from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tbnlp.corpora.written import DEFAULT_FOLDER, WrittenNote
from tbnlp.errors import AssetError, InputError, UsageError
from tbnlp.evaluate.attribution_kit import (
    MIN_SENTENCES,
    KitItem,
    dealt,
    drawn,
    item_from,
    items_of,
    make_kit,
    sentence_count,
)
from tbnlp.evaluate.attribution_kit_files import DEFAULT_KIT, ids_digest, read_kit, write_kit
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import violations
from tests.unit.evaluate.kit_aid import kit_item, marked
from tests.unit.evaluate.written_aid import identifier

TEXT = "One came by. Two ate. Rosa sat. Beto hit Rosa on Sunday. She left. Last one here."


def test_the_window_holds_two_sentences_before_and_one_after_without_names() -> None:
    note = marked(TEXT, "Beto hit Rosa", identifiers=(
        identifier(TEXT, "Rosa", "PERSON", 1), identifier(TEXT, "Beto", "PERSON", 2),
        identifier(TEXT, "Rosa", "PERSON", 1, nth=1),
    ))
    [item] = items_of([note], {"c1": "dev"})
    assert item.text == "Two ate. <PERSON_1> sat. <PERSON_2> hit <PERSON_1> on Sunday. She left."
    assert item.text[item.sentence.start : item.sentence.end] == "<PERSON_2> hit <PERSON_1> on Sunday."
    assert [item.text[part.start : part.end] for part in item.parts] == ["<PERSON_2> hit <PERSON_1>"]
    assert (item.split, item.label, item.attributes.temporality) == ("dev", "threat_or_violence", "past")


def test_a_passage_of_two_parts_keeps_both() -> None:
    note = marked(TEXT, "Rosa sat. Beto hit Rosa")
    parts = (Span(22, 30), Span(32, 45))
    note = replace(note, passages=(replace(note.passages[0], parts=parts),))
    [item] = items_of([note], {"c1": "dev"})
    assert [item.text[part.start : part.end] for part in item.parts] == ["Rosa sat", "Beto hit Rosa"]
    assert item.text == "One came by. Two ate. Rosa sat. Beto hit Rosa on Sunday. She left."
    assert item_from(json.loads(json.dumps(item.to_json()))) == item


def test_an_item_keeps_its_name_when_other_marks_change() -> None:
    plain = marked(TEXT, "Beto hit Rosa")
    other = replace(plain, identifiers=(identifier(TEXT, "Rosa", "PERSON", 1),))
    assert [item.item_id for item in items_of([plain], {"c1": "dev"})] == [
        item.item_id for item in items_of([other], {"c1": "train"})
    ]


@pytest.mark.parametrize("row", [
    pytest.param({}, id="no fields"),
    pytest.param({**kit_item("a").to_json(), "passage": [5, 5]}, id="empty passage"),
    pytest.param({**kit_item("a").to_json(), "passage": [5, 99]}, id="passage behind the text"),
    pytest.param({**kit_item("a").to_json(), "sentence": [0, 3]}, id="passage outside its sentence"),
])
def test_a_broken_item_is_an_input_error(row: dict[str, object]) -> None:
    with pytest.raises(InputError):
        item_from(row)


def many(splits: tuple[str, ...], cases: int = 40) -> list[KitItem]:
    return [
        kit_item(f"{case}-{number}", case_id=f"c{case}", split=splits[case % len(splits)])
        for case in range(cases) for number in range(3)
    ]


@pytest.mark.parametrize("splits", [("train", "dev"), ("train", "dev", "test_in", "test_out", "contrast")], ids=[
    "without test splits", "with test splits",
])
def test_no_case_is_in_both_halves_and_none_is_empty(splits: tuple[str, ...]) -> None:
    halves = dealt(many(splits))
    dev, test = ({item.case_id for item in halves[half]} for half in ("dev", "test"))
    assert dev
    assert test
    assert not dev & test


def test_test_splits_alone_make_the_test_half() -> None:
    halves = dealt(many(("train", "dev", "test_in", "test_out", "contrast")))
    assert {item.split for item in halves["dev"]} == {"train", "dev"}
    assert {item.split for item in halves["test"]} == {"test_in", "test_out"}


def test_a_case_in_a_train_and_a_test_split_is_an_error() -> None:
    items = [kit_item("a", split="train"), kit_item("b", split="test_in")]
    with pytest.raises(InputError, match="1 cases would be in both halves"):
        dealt(items)


def test_every_rare_passage_is_drawn_even_beyond_the_size() -> None:
    rare = [
        kit_item("n", assertion="negated"), kit_item("p", assertion="possible"),
        kit_item("h", assertion="hypothetical"), kit_item("o", experiencer="other_person"),
        kit_item("g", experiencer="generic"),
    ]
    plain = [kit_item(f"x{number}") for number in range(20)]
    assert {item.item_id for item in drawn([*plain, *rare], size=3)} == {"n", "p", "h", "o", "g"}
    assert len(drawn([*plain, *rare], size=8)) == 8


def test_rare_answers_of_the_other_questions_are_kept() -> None:
    plain = [kit_item(f"x{number}") for number in range(100)]
    peers = [kit_item(f"y{number}", role="peer", source="third_party") for number in range(10)]
    counts = Counter(item.attributes.referent_role for item in drawn([*plain, *peers], size=30))
    assert counts == {"controller": 20, "peer": 10}


def test_a_draw_does_not_depend_on_the_order_of_the_notes() -> None:
    items = [kit_item(f"x{number}", role="peer" if number % 7 else "none") for number in range(50)]
    assert drawn(items, size=20) == drawn(items[::-1], size=20)


def test_plain_passages_come_from_sentences_that_are_not_in_the_draw() -> None:
    twins = [replace(kit_item(f"x{number}"), note_id="n") for number in range(5)]
    assert len(drawn(twins, size=5)) == 1


def notes(count: int = 30) -> list[WrittenNote]:
    return [
        marked(TEXT, "Beto hit Rosa", case_id=f"c{number}", note_id=f"n{number}",
               assertion="negated" if number % 3 else "affirmed")
        for number in range(count)
    ]


def made(folder: Path) -> Path:
    corpus = folder / "tiny"
    corpus.mkdir()
    (corpus / "notes.jsonl").write_text("{}\n", encoding="utf-8")
    kit = make_kit(notes(), {f"c{number}": "train" for number in range(30)}, minimum=30)
    write_kit(kit, folder / "kit", corpus, load_schema())
    return folder / "kit"


def test_a_kit_that_is_too_small_is_refused() -> None:
    with pytest.raises(UsageError, match="would hold 30 sentences; it needs 2000"):
        make_kit(notes(), {f"c{number}": "train" for number in range(30)})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder = made(tmp_path)
    dev, test = read_kit(folder, "dev"), read_kit(folder, "test", release=True)
    assert sentence_count([*dev, *test]) == 30
    assert not {item.case_id for item in dev} & {item.case_id for item in test}
    split = json.loads((folder / "split.json").read_text("utf-8"))
    assert split["test_items_sha256"] == ids_digest(item.item_id for item in test)
    digest = hashlib.sha256(b"{}\n").hexdigest()
    assert split["corpus_sha256"] == {"notes.jsonl": digest}


def test_the_test_half_stays_closed_without_release(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="add --release"):
        read_kit(made(tmp_path), "test")


@pytest.mark.parametrize("name", ["items.jsonl", "split.json", "README.md"])
def test_a_changed_file_is_noticed(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path)
    with (folder / name).open("a", encoding="utf-8") as handle:
        handle.write(" ")
    with pytest.raises(AssetError, match=name):
        read_kit(folder, "dev")


def test_a_folder_without_a_kit_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="there is no attribution kit in 'empty'"):
        read_kit(tmp_path / "empty", "dev")


def test_the_page_says_who_wrote_it_counts_answers_and_promises_nothing(tmp_path: Path) -> None:
    page = (made(tmp_path) / "README.md").read_text("utf-8")
    flat = " ".join(page.split())
    assert "CC BY 4.0" in flat
    assert "language models with a persona each" in flat
    assert "no agreement by people exists" in flat
    assert "30 marked passages in 30 sentences" in flat
    assert "| negated |" in page
    assert violations(page) == []


def test_the_committed_kit_is_whole_and_deals_no_case_twice() -> None:
    dev, test = read_kit(DEFAULT_KIT, "dev"), read_kit(DEFAULT_KIT, "test", release=True)
    assert sentence_count([*dev, *test]) >= MIN_SENTENCES
    assert not {item.case_id for item in dev} & {item.case_id for item in test}


def test_the_committed_kit_was_made_from_the_corpus_beside_it() -> None:
    split = json.loads((DEFAULT_KIT / "split.json").read_text("utf-8"))
    for name, digest in split["corpus_sha256"].items():
        path = DEFAULT_FOLDER / split["corpus"] / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, "make the kit anew: scripts/attribution_kit"
