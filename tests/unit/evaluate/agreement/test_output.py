"""The page and the file: readable for everybody, closed to the network, and without a word about a person."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from tbnlp.cli import _run
from tbnlp.errors import UsageError
from tbnlp.evaluate.agreement import page_view
from tbnlp.evaluate.agreement.measure import measure
from tbnlp.evaluate.agreement.output import page, write_files
from tbnlp.evaluate.agreement.summary import opening, tables, warnings
from tbnlp.evaluate.tables import render_all
from tbnlp.formats import own_rows
from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.schema.wording import violations
from tests.contracts.test_imports import loaded_after
from tests.unit.evaluate.agreement.marked_notes import SCHEMA, SENTENCES, mark, note, random_ratings, rated, with_marks

LABEL = "isolation"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \"'><img src=x> \u202e"


def layers(names: tuple[str, ...] = ("Ada", "Bo", "Cy")) -> dict[str, list[AnnotatedNote]]:
    return rated(random_ratings(1, len(names), 40), LABEL, names)


def written(found: dict[str, list[AnnotatedNote]], *, text: bool = True) -> str:
    agreement = measure(found, SCHEMA, repeats=20)
    return page(agreement, SCHEMA, [{"name": "a.jsonl", "sha256": "0" * 64}], found if text else None)


def test_the_page_is_one_file_that_loads_nothing() -> None:
    text = written(layers())
    tree = html.fromstring(text)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@src] | //form | //*[@style]")
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    style = tree.xpath("//style")[0].text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_the_page_has_landmarks_a_language_a_skip_link_and_headings_in_order() -> None:
    tree = html.fromstring(written(layers()))
    assert tree.get("lang") == "en"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(tree.xpath(f"//body/{landmark}")) == 1
    first = tree.xpath("//body/*[1]")[0]
    assert (first.tag, first.get("class")) == ("a", "skip")
    assert tree.xpath(f"//*[@id='{first.get('href')[1:]}']")
    levels = [int(item.tag[1]) for item in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href")} | set(tree.xpath("//@aria-labelledby")) <= set(ids)


def test_every_table_has_a_caption_and_headers_with_a_scope_and_can_be_scrolled_by_keyboard() -> None:
    tree = html.fromstring(written(layers()))
    found = tree.xpath("//table")
    assert len(found) == 5
    for table in found:
        assert table.xpath("./caption")
        assert all(item.get("scope") in {"col", "row"} for item in table.xpath(".//th"))
        columns = len(table.xpath("./thead/tr/th"))
        assert all(len(line.xpath("./th | ./td")) == columns for line in table.xpath("./tbody/tr"))
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")


def test_each_shaded_cell_holds_its_number() -> None:
    tree = html.fromstring(written(layers()))
    cells = tree.xpath("//table[contains(@class, 'heat')]//td")
    assert cells
    assert all(re.match(r"[\d,]+", cell.text_content()) for cell in cells)


def test_text_is_quoted_only_when_it_may_be() -> None:
    assert SENTENCES[0] in written(layers())
    without = written(layers(), text=False)
    assert not [sentence for sentence in SENTENCES if sentence in without]
    assert "No text is quoted, as asked." in without


def test_the_json_file_never_holds_note_text() -> None:
    text = json.dumps(measure(layers(), SCHEMA, repeats=20).to_json())
    assert not [sentence for sentence in SENTENCES if sentence in text]


def test_hostile_names_and_texts_stay_text() -> None:
    text = f"He said {HOSTILE} to her. She left."
    found = {
        name: [with_marks(f"C{HOSTILE}", f"N{HOSTILE}", name, made, text=text)]
        for name, made in ((f"Ada {HOSTILE}", [mark(0, text, LABEL, text[:-1])]), ("Bo", []))
    }
    result = written(found)
    tree = html.fromstring(result)
    assert not tree.xpath("//script | //img")
    assert "\u202e" not in result
    assert "{{ 7*7 }}" in tree.text_content()


@pytest.mark.parametrize("names", [("Ada", "Bo"), ("Ada", "Bo", "Cy")], ids=["two", "three"])
def test_no_word_of_the_page_or_the_terminal_is_a_forbidden_one(names: tuple[str, ...]) -> None:
    found = layers(names)
    agreement = measure(found, SCHEMA, repeats=20)
    body = html.fromstring(written(found, text=False)).xpath("//body")[0]
    shown = body.text_content()
    said = "\n".join([opening(agreement), render_all(tables(agreement)), *warnings(agreement)])
    for text in (shown, said):
        assert violations(text) == []
        assert not re.search(r"\b(rank\w*|best|worst|score\w*|league|nan|inf)\b", text, re.IGNORECASE)
        assert not re.search(r"\bNone\b", text)


def test_all_rows_of_the_terminal_are_there() -> None:
    agreement = measure(layers(), SCHEMA, repeats=20)
    text = render_all(tables(agreement))
    assert all(label in text for label in SCHEMA.label_ids)
    assert "[any label]" in text
    assert "mean of 1 label" in text


def test_nothing_in_common_is_said_aloud() -> None:
    agreement = measure({"Ada": [note("C1", "N1", "Ada")], "Bo": [note("C1", "N2", "Bo")]}, SCHEMA, repeats=20)
    assert "nothing could be measured" in warnings(agreement)[0]
    assert "nothing could be measured" in page(agreement, SCHEMA)


def test_marks_that_wait_for_a_second_look_and_other_versions_are_said_aloud() -> None:
    waiting = replace(mark(0, " ".join(SENTENCES), LABEL, SENTENCES[0]), needs_review=("D-008",))
    found = {"Ada": [with_marks("C1", "N1", "Ada", [waiting])], "Bo": [note("C1", "N1", "Bo")]}
    assert "1 mark of an older schema must be read again" in " ".join(warnings(measure(found, SCHEMA, repeats=20)))
    found["Bo"] = [replace(found["Bo"][0], schema_version="0.1.0")]
    said = " ".join(warnings(measure(found, SCHEMA, repeats=20)))
    assert f"made under schema 0.1.0, {SCHEMA.version}" in said


def test_many_differences_are_cut_on_the_page_with_a_word_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_view, "MAX_SHOWN", 3)
    text = written(layers())
    assert len(html.fromstring(text).xpath("//div[@class='place']")) == 3
    assert "The first 3 stand here; agreement.json holds all." in text


@pytest.mark.parametrize(("number", "wanted"), [(0.5, "0.50"), (-0.251, "\N{MINUS SIGN}0.25"), (-0.001, "0.00")])
def test_numbers_have_a_true_minus_and_no_minus_before_zero(number: float, wanted: str) -> None:
    assert page_view.signed(number) == wanted


def test_a_file_as_output_folder_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        write_files(measure(layers(), SCHEMA, repeats=20), place, SCHEMA)


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    paths = []
    for name, notes in layers(("Ada", "Bo")).items():
        folder = tmp_path / name
        folder.mkdir()
        own_rows.write(notes, folder, SCHEMA)
        paths.append(str(folder))
    return paths


def test_the_command_writes_both_files_and_speaks_on_stderr_only(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(["agreement", *folders, "--output", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "Agreement on" in said.err
    figures = json.loads((tmp_path / "out" / "agreement.json").read_text(encoding="utf-8"))
    assert figures["schema"] == {"version": SCHEMA.version, "fingerprint": SCHEMA.fingerprint}
    assert [item["name"] for item in figures["inputs"]] == ["Ada", "Bo"]
    assert figures["settings"]["repeats"] == 1000
    text = (tmp_path / "out" / "agreement.html").read_text(encoding="utf-8")
    assert SENTENCES[0] in text
    assert tmp_path.as_posix() not in text


def test_the_command_gives_json_on_stdout_and_leaves_text_out_when_asked(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--json", "--no-text", "--seed", "5", "--repeats", "1500"]
    assert _run(["agreement", *folders, "--output", str(tmp_path / "out"), *options]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["settings"]["seed"], figures["settings"]["repeats"]) == (5, 1500)
    assert SENTENCES[0] not in (tmp_path / "out" / "agreement.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("gate", "code"), [("-1", 0), ("1", 4)])
def test_the_gate_on_alpha_ends_with_exit_four(folders: list[str], gate: str, code: int) -> None:
    assert _run(["agreement", *folders, "--min-alpha", gate]) == code


def test_a_gate_on_what_was_not_measured_does_not_pass(tmp_path: Path) -> None:
    own_rows.write([note("C1", "N1", "Ada"), note("C1", "N1", "Bo")], tmp_path, SCHEMA)
    assert _run(["agreement", str(tmp_path)]) == 0
    assert _run(["agreement", str(tmp_path), "--min-alpha", "0"]) == 4


@pytest.mark.parametrize("arguments", [[], ["--repeats", "10"]], ids=["one annotator", "too few repeats"])
def test_what_cannot_be_done_ends_with_exit_two(folders: list[str], arguments: list[str]) -> None:
    assert _run(["agreement", folders[0], *arguments]) == 2


def test_the_command_works_without_spacy_and_model_libraries(folders: list[str], tmp_path: Path) -> None:
    code = (
        "import contextlib, io\nfrom tbnlp.cli import _run\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        f"    assert _run(['agreement', *{folders!r}, '--output', {str(tmp_path / 'out')!r}, '--json']) == 0"
    )
    heavy = {
        "spacy", "thinc", "torch", "transformers", "presidio_analyzer", "onnxruntime", "sklearn", "scipy",
        "krippendorff", "statsmodels",
    }
    assert loaded_after(code) & heavy == set()
