"""The report page: what it says, what it never says, and that no note can act in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tbnlp.errors import InputError, UsageError
from tbnlp.report.label_figures import label_figures
from tbnlp.report.pages import write_report
from tbnlp.report.plain_words import REASON, reason_in_words
from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import Scope, violations
from tbnlp.stage import Reason

Build = Any
"""The builder of `conftest.py`; naming its class would need an import of that file."""

LOYAL = "She said she still loves <PERSON_2> and owes him everything, and rang him twice. "

NEVER = re.compile(
    r"\b(victims?|survivors?|anonym\w+|diagnos\w+|red flag|risk score|detects?|rank\w*"
    r"|no indicators found)\b",
    re.IGNORECASE,
)


class Page(HTMLParser):
    """Tags, attributes and texts of a page.

    `note_text` is what stands in `bdi` without tags and end marks; `words` is what the program says.
    """

    VOID = frozenset({"meta", "input", "br", "img", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.note_text: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            added = bool({"t", "vh"} & set((dict(attrs).get("class") or "").split()))
            self._open.append((tag, added))
        self.words.extend(
            value for name, value in attrs if name in {"title", "aria-label", "placeholder"} and value
        )

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        names = {name for name, _ in self._open}
        added = any(mark for _, mark in self._open)
        if "bdi" in names and not added:
            self.note_text.append(data)
        elif not {"script", "style"} & names:
            self.words.append(data)


def read(folder: Path, **options: int) -> str:
    return write_report(folder, **options).read_text(encoding="utf-8")


def test_the_report_is_private_and_replaces_the_old_one_whole(run_folder: Path) -> None:
    (run_folder / "report.html").write_text("old", encoding="utf-8")
    path = write_report(run_folder)
    assert path == run_folder / "report.html"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not list(run_folder.glob(".*.part"))


def test_equal_folders_give_equal_bytes(run_folder: Path) -> None:
    assert write_report(run_folder).read_bytes() == write_report(run_folder).read_bytes()


def test_no_markup_of_a_note_becomes_an_element(run_folder: Path) -> None:
    page = Page(read(run_folder))
    names = [name for name, _ in page.tags]
    assert names.count("script") == 1
    assert names.count("style") == 1
    assert not {"img", "iframe", "link", "object", "form", "base"} & set(names)
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
    assert "<script>alert('note')</script>" in "".join(page.note_text)


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else(
    run_folder: Path,
) -> None:
    text = read(run_folder)
    for kind, tag in (("style", "style"), ("script", "script")):
        body = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body[0].encode()).digest()).decode()
        assert len(body) == 1
        assert f"{kind}-src &#39;sha256-{digest}&#39;" in text or f"{kind}-src 'sha256-{digest}'" in text
    assert "default-src 'none';" in text
    assert "unsafe" not in text


def test_the_page_names_no_address_outside_itself(run_folder: Path) -> None:
    page = Page(read(run_folder))
    links = [str(attrs[name]) for _, attrs in page.tags for name in ("href", "src") if name in attrs]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "http://" not in read(run_folder)
    assert "https://" not in read(run_folder)


def test_every_link_has_its_target_and_every_id_is_there_once(run_folder: Path) -> None:
    page = Page(read(run_folder))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {str(attrs["href"])[1:] for tag, attrs in page.tags if tag == "a"}
    assert targets <= set(ids)


def test_the_text_of_a_note_is_shown_whole_with_hidden_characters_named(run_folder: Path) -> None:
    text = read(run_folder)
    assert "\u202e" not in text
    assert "\u200b" not in text
    shown = "".join(Page(text).note_text)
    rows = [json.loads(line) for line in (run_folder / "notes.jsonl").read_text("utf-8").splitlines()]
    names = {"\u202e": "right-to-left override", "\u202c": "pop directional formatting",
             "\u200b": "zero width space"}
    loyal, hostile, quiet = (str(row["redacted_text"]) for row in rows[:3])
    for character, name in names.items():
        hostile = hostile.replace(character, name)
    assert loyal in shown
    assert hostile in shown
    assert quiet in shown


def test_the_notices_stand_on_every_page(run_folder: Path) -> None:
    text = read(run_folder)
    schema = load_schema()
    for name in ("every_output", "no_adverse_use", "not_everyone", "back_and_forth", "no_find"):
        assert schema.notice(name) in text
    assert text.count(schema.notice("back_and_forth")) == 1


def test_the_page_passes_the_wording_guard(run_folder: Path) -> None:
    said = " ".join(Page(read(run_folder)).words)
    for _, notice in load_schema().notices:
        assert not violations(notice, Scope.NEGATED_OK)
        said = said.replace(notice, "")
    assert violations(said) == []


def test_words_that_the_program_never_says_are_not_in_its_templates() -> None:
    folder = Path(write_report.__code__.co_filename).parent
    files = [*folder.glob("templates/*"), *folder.glob("static/*"), *folder.glob("*.py")]
    assert len(files) > 8
    assert [(path.name, NEVER.findall(path.read_text(encoding="utf-8"))) for path in files
            if NEVER.search(path.read_text(encoding="utf-8"))] == []


def test_a_note_without_a_passage_shows_the_notice_and_no_sign_of_absence(
    build: Build,
) -> None:
    text = read(build.run(*[(build.note("C", "N", "Client rested."), [])]))
    article = text[text.index("<article") : text.index("</article>")]
    assert load_schema().notice("no_find") in article
    for sign in ("✓", "✔", "none", ">0<", "0 passages"):
        assert sign not in article


def test_a_note_with_weak_passages_only_says_that_they_are_hidden(
    build: Build,
) -> None:
    weak = build.passage("agency", "rested", band="weak")
    text = read(build.run(*[(build.note("C", "N", "Client rested."), [weak])]))
    assert "They stay hidden until you choose" in text
    assert load_schema().notice("no_find") not in text


def test_counts_add_up_and_reasons_are_in_plain_words(run_folder: Path) -> None:
    text = read(run_folder)
    assert "<b>6 notes</b> read: <b>3</b> tagged, <b>1</b> quarantined, <b>2</b> rejected" in text
    assert "1 rejected: the note holds no text" in text
    assert reason_in_words("leak_found") in text
    assert "leak_found" not in text
    assert "SECRET DETAIL" not in text
    assert "No roster was given." in text


def test_every_reason_has_plain_words() -> None:
    assert set(REASON) == set(Reason)
    assert reason_in_words("a_new_code") == "a new code"
    assert reason_in_words(None) == "no reason was recorded"


def test_no_raw_offset_reaches_the_page(run_folder: Path) -> None:
    assert "7777" not in read(run_folder)
    assert "alignment" not in read(run_folder)
    assert "7,777" not in read(run_folder)


def test_a_passage_in_two_sentences_is_marked_and_linked_in_both(run_folder: Path) -> None:
    text = read(run_folder)
    assert "fear with gratitude, part 1 of 2" in text
    assert "fear with gratitude, part 2 of 2" in text
    assert 'href="#m1-4b"' in text
    assert 'id="m1-4b"' in text


def test_a_negated_passage_is_set_apart_in_the_text_and_in_the_list(run_folder: Path) -> None:
    page = Page(read(run_folder))
    apart = [(tag, attrs) for tag, attrs in page.tags if " x" in (attrs.get("class") or "")]
    assert {tag for tag, attrs in apart if attrs.get("data-c") == "1"} == {"a", "mark", "li"}
    assert "Set apart, not counted: stated as not so" in "".join(page.words)


def test_a_passage_stands_with_score_band_evidence_and_question(run_folder: Path) -> None:
    text = read(run_folder)
    label = load_schema().label("loyalty_or_love")
    assert "<b>strong</b> · model score for this passage 0.94" in text
    assert "Its words fit the pattern <code>loyalty_or_love.first</code>" in text
    assert label.not_meaning.replace("'", "&#39;") in text
    assert label.misuse_note in text
    assert label.reviewer_prompt.replace("'", "&#39;") in text


def test_notes_keep_the_order_of_the_input_whatever_they_hold(build: Build) -> None:
    one = [build.passage("agency", "rested", score=0.2)]
    two = [build.passage("agency", "rested", score=0.99), build.passage("agency", "Client", score=0.98)]
    folder = build.run(*[
        (build.note("C9", "N9", "Client rested."), one), (build.note("C1", "N1", "Client rested."), two),
        (build.note("C5", "N5", "Client rested."), []),
    ])
    places = [read(folder).index(f"<bdi>{name}</bdi>") for name in ("N9", "N1", "N5")]
    assert places == sorted(places)


def test_above_the_limit_a_sample_is_shown_and_said_at_the_top(build: Build) -> None:
    folder = build.run(*[(build.note("C", str(place), "Text."), []) for place in range(30)])
    text = read(folder, max_notes=7, seed=5)
    assert text.count("<article") == 7
    said = "This page shows a random sample of 7 of the 30 notes (seed 5)"
    assert text.index(said) < text.index("<article")


@pytest.mark.parametrize(("cases", "shown"), [(10, False), (11, True)], ids=["ten", "eleven"])
def test_a_count_from_fewer_than_eleven_cases_is_withheld(
    build: Build, cases: int, shown: bool
) -> None:
    found = [build.passage("agency", "Client"), build.passage("agency", "rested")]
    notes = [(build.note(f"C{place}", "N", "Client rested."), found) for place in range(cases)]
    assert (f"<dd>{2 * cases} passages</dd>" in read(build.run(*notes))) is shown


def test_every_family_is_in_the_key_and_in_the_filters(run_folder: Path) -> None:
    page = Page(read(run_folder))
    boxes = [attrs for tag, attrs in page.tags if attrs.get("class") == "family-box"]
    assert [box["value"] for box in boxes] == [family.id for family in load_schema().families]
    kept = [box["value"] for box in boxes if "data-kept" in box]
    assert kept == ["service_response", "protective_recovery"]


def test_figures_of_a_label_have_their_interval_or_are_not_measured() -> None:
    given: dict[str, Any] = {
        "agency": {"precision": 0.9, "precision_interval": [0.8, 0.95], "recall": [0.5, 0.4, 0.61]},
        "isolation": {"precision": {"value": 1, "low": 0.9, "high": 1}, "recall": "much"},
    }
    found = label_figures({"label_figures": given})
    assert found["agency"].precision == "0.90 (0.80 to 0.95)"
    assert found["agency"].recall == "0.50 (0.40 to 0.61)"
    assert found["isolation"].precision == "1.00 (0.90 to 1.00)"
    assert found["isolation"].recall == "not measured"
    assert label_figures({}) == {}


def test_a_label_without_figures_is_not_measured(run_folder: Path) -> None:
    assert read(run_folder).count("<dd>not measured</dd>") == 2 * len(load_schema().labels)


def test_facts_about_the_run_come_from_its_manifest(run_folder: Path) -> None:
    text = read(run_folder)
    assert "<dt>Intended use</dt><dd>finding passages for a person to read</dd>" in text
    assert "<dt>Started</dt>" not in text
    facts = {
        "intended_use": "training of staff", "started": "2026-11-24T09:05:00+00:00", "finished": "odd",
        "configuration": {"tag": {"tier": "rules"}}, "schema": {"version": "0.3.0"}, "profile": None,
    }
    (run_folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    text = read(run_folder)
    for name, value in (
        ("Intended use", "training of staff"), ("Started", "24 November 2026, 09:05 UTC"),
        ("Finished", "odd"), ("Tier", "rules"), ("Schema version", "0.3.0"),
    ):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in text
    assert "Redaction profile" not in text


def test_a_redacted_folder_is_never_said_to_have_been_read_for_passages(run_folder: Path) -> None:
    (run_folder / "candidates.jsonl").unlink()
    text = read(run_folder)
    assert "It was not read for passages." in text
    assert load_schema().notice("no_find") not in text
    assert load_schema().notice("no_adverse_use") in text


def test_a_run_that_kept_no_text_says_so(build: Build) -> None:
    found = [build.passage("agency", "x", quote=None)]
    text = read(build.run(*[(build.note("C", "N", None), found)]))
    assert "This run kept no text of the note." in text
    assert 'class="go"' not in text


def test_an_input_without_rows_says_0_notes_read(build: Build) -> None:
    assert "0 notes read." in read(build.run(*[]))


def test_a_label_of_another_schema_version_is_shown_by_its_id(run_folder: Path) -> None:
    path = run_folder / "candidates.jsonl"
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    row |= {"label": "a_retired_label", "family": "gone", "reviewer_prompt": "Is it so?"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    text = read(run_folder)
    assert "a retired label" in text
    assert "Is it so?" in text


def test_candidates_of_another_run_are_refused_without_a_quote(run_folder: Path) -> None:
    path = run_folder / "candidates.jsonl"
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    path.write_text(json.dumps(row | {"parts": [[0, 99_999]]}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="not of one run") as caught:
        write_report(run_folder)
    assert "PERSON" not in str(caught.value)
    assert not (run_folder / "report.html").exists()


def test_a_folder_that_is_no_run_and_a_limit_below_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.json"):
        write_report(tmp_path)
    with pytest.raises(UsageError, match="max_notes"):
        write_report(tmp_path, max_notes=0)


def test_the_script_is_short_and_writes_text_only() -> None:
    folder = Path(write_report.__code__.co_filename).parent
    script = (folder / "static" / "report.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) < 250
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(",
                 "fetch(", "XMLHttp", "localStorage", "setTimeout(\"", "import("):
        assert word not in script


def test_five_hundred_notes_with_ten_passages_stay_one_page_of_bearable_size(
    build: Build,
) -> None:
    words = LOYAL * 4
    found = [
        build.passage("agency", words[place : place + 25]) for place in range(40, 140, 10)
    ]
    folder = build.run(*[(build.note(f"C{place}", str(place), words), found) for place in range(500)])
    path = write_report(folder)
    assert path.stat().st_size < 15_000_000
