"""The report in a real browser: quiet, offline, usable by keyboard and without its script."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tbnlp.report.pages import write_report
from tbnlp.schema.loader import load_schema

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
)

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "'-alert(1)-'",
    "</style><style>*{display:none}</style>",
    "<a href=javascript:alert(1)>go</a>",
    "{{ 7*7 }}{% raw %}",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<!-- --!><body onload=alert(1)>",
)
HOSTILE = " ".join(PAYLOADS)


@dataclass
class Watched:
    """A page, and everything on it that should not have happened."""

    page: Page
    trouble: list[str] = field(default_factory=list)


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def note(case_id: str, note_id: str, text: str, note_type: str = "intake") -> dict[str, object]:
    return {
        "case_id": case_id, "note_id": note_id, "status": "tagged", "redacted_text": text,
        "note_type": note_type,
    }


def mark(row: dict[str, object], label_id: str, *quotes: str, **changes: object) -> dict[str, object]:
    label = load_schema().label(label_id)
    text = str(row["redacted_text"])
    parts = [[text.index(quote), text.index(quote) + len(quote)] for quote in quotes]
    return {
        "case_id": row["case_id"], "note_id": row["note_id"], "label": label.id,
        "family": label.family, "subtype": label.subtypes[0], "parts": parts, "score": 0.87,
        "band": "strong", "assertion": "affirmed", "temporality": "current",
        "source": "client_paraphrased", "experiencer": "client", "referent_role": "controller",
        "evidence": [{"kind": "rule", "id": f"{label.id}.first"}],
        "reviewer_prompt": label.reviewer_prompt, "caution": label.caution,
    } | changes


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    first = note(
        "C1", "N1",
        "She still loves <PERSON_1>. She is afraid of him. She thanks him. She chose a room. He hid.",
    )
    second = note(HOSTILE, HOSTILE, f"{HOSTILE} He took her papers. pay\u202eyadot\u202c مرحبا", "incident")
    third = note("C3", "N3", "Client rested. She asked for a later time.")
    write_rows(folder / "notes.jsonl", [first, second, third])
    write_rows(folder / "candidates.jsonl", [
        mark(first, "loyalty_or_love", "She still loves <PERSON_1>"),
        mark(first, "protector_framing", "still loves <PERSON_1>", band="possible"),
        mark(first, "fear_with_gratitude", "She is afraid of him", "She thanks him", band="possible"),
        mark(first, "agency", "She chose a room", source="worker_observation"),
        mark(first, "threat_or_violence", "He hid", band="weak", score=0.2),
        mark(second, "blocked_exit", "He took her papers", assertion="negated",
             evidence=[{"kind": "rule", "id": HOSTILE}], subtype=HOSTILE),
        mark(second, "isolation", HOSTILE),
    ])
    write_rows(folder / "rejects.jsonl", [
        {"case_id": HOSTILE, "note_id": HOSTILE, "source": HOSTILE, "row": 3, "reason": "no_text"},
    ])
    manifest = {"notes_for_reader": [HOSTILE], "pipeline_id": HOSTILE, "profile": HOSTILE}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return write_report(folder).as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


def visit(
    chromium: Browser,
    address: str,
    **options: Any,
) -> Watched:
    options.setdefault("viewport", {"width": 1280, "height": 800})
    context = chromium.new_context(**options)
    watched = Watched(context.new_page())
    page = watched.page

    def route(call: Route) -> None:
        if call.request.url == address:
            call.continue_()
        else:
            watched.trouble.append("request to another address")
            call.abort()

    def refuse(dialog: Dialog) -> None:
        watched.trouble.append("dialog")
        dialog.dismiss()

    context.route("**/*", route)
    page.on("dialog", refuse)
    page.on("console", lambda line: watched.trouble.append(f"console: {line.text}"))
    page.on("pageerror", lambda error: watched.trouble.append(f"error: {error}"))
    page.goto(address)
    return watched


@pytest.fixture
def watched(chromium: Browser, address: str) -> Iterator[Watched]:
    opened = visit(chromium, address)
    yield opened
    assert opened.trouble == []
    opened.page.context.close()


def shown_notes(page: Page) -> list[str]:
    return [item.get_attribute("id") or "" for item in page.locator(".note:visible").all()]


def shown_cards(page: Page) -> list[str]:
    return [item.get_attribute("id") or "" for item in page.locator(".c:visible").all()]


def test_markup_in_a_note_stays_text(watched: Watched) -> None:
    page = watched.page
    assert page.locator("script").count() == 1
    assert page.locator("style").count() == 1
    for name in ("img", "svg", "iframe", "a[href^=javascript]", "[onerror]", "[onload]"):
        assert page.locator(name).count() == 0
    assert (page.locator("#n2 .text").text_content() or "").count("<script>alert(1)</script>") == 3
    assert page.locator("#n2 .text .z").all_text_contents() == [
        "right-to-left override", "pop directional formatting",
    ]


def test_the_page_is_allowed_no_script_but_its_own(watched: Watched) -> None:
    ran = watched.page.evaluate(
        "() => { try { const s = document.createElement('script'); s.text = 'window.ran = 1';"
        " document.body.append(s); } catch { return 'refused'; } return window.ran || 'refused'; }"
    )
    assert ran == "refused"
    watched.trouble.clear()


def test_weak_passages_come_when_the_space_bar_asks_for_them(watched: Watched) -> None:
    page = watched.page
    assert "c1-w1" not in shown_cards(page)
    page.focus("#show-weak")
    page.keyboard.press("Space")
    assert "c1-w1" in shown_cards(page)
    assert page.locator("#m1-w1").is_visible()
    assert page.inner_text("#status") == "6 passages (1 set apart), 3 notes"


def test_a_label_chosen_by_keyboard_leaves_its_passages_and_those_of_strength(watched: Watched) -> None:
    page = watched.page
    page.focus("#l")
    page.keyboard.type("protector")
    page.keyboard.press("Tab")
    assert page.input_value("#l") == "protector_framing"
    assert shown_notes(page) == ["n1"]
    # Own decisions stay in view beside the label that was asked for.
    assert shown_cards(page) == ["c1-2", "c1-4"]
    assert page.inner_text("#status") == "1 passage, 1 note"
    assert page.locator("#m1-1").is_hidden()
    assert page.locator("#m1-2").is_visible()


def test_families_switched_off_by_keyboard_never_leave_hardship_alone(watched: Watched) -> None:
    page = watched.page
    page.focus(".more summary")
    page.keyboard.press("Enter")
    for family in ("protective_recovery", "service_response", "coercion_context"):
        page.focus(f".family-box[value={family}]")
        page.keyboard.press("Space")
    assert shown_cards(page) == ["c1-1", "c1-2", "c1-3", "c1-4"]
    assert page.locator(".family-box:visible").count() == len(load_schema().families)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(
    ("control", "value", "notes"),
    [
        ("a", "negated", ["n2"]),
        ("e", "other_person", []),
        ("s", "worker_observation", ["n1"]),
        ("b", "possible", ["n1"]),
        ("t", "incident", ["n2"]),
    ],
    ids=["assertion", "experiencer", "source", "band", "note-type"],
)
def test_every_filter_keeps_the_notes_that_fit(
    watched: Watched, control: str, value: str, notes: list[str]
) -> None:
    page = watched.page
    page.click(".more summary")
    page.select_option(f"#{control}", value)
    assert shown_notes(page) == notes
    assert page.locator("#nothing").is_visible() is (not notes)
    page.keyboard.press("Escape")
    page.click("#clear")
    assert shown_notes(page) == ["n1", "n2", "n3"]


def test_words_are_found_across_marks_and_not_in_tags(watched: Watched) -> None:
    page = watched.page
    page.fill("#q", "SHE STILL LOVES <person_1>. she is")
    sync_api.expect(page.locator(".note:visible")).to_have_count(1)
    assert shown_notes(page) == ["n1"]
    page.fill("#q", "protector framing")
    sync_api.expect(page.locator(".note:visible")).to_have_count(0)
    assert page.locator("#nothing").is_visible()


def test_keys_go_from_passage_to_passage_and_can_be_switched_off(watched: Watched) -> None:
    page = watched.page
    page.evaluate("document.querySelector('#n1').scrollIntoView({behavior: 'instant'})")
    for key, expected in (("j", "c1-1"), ("j", "c1-2"), ("k", "c1-1")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == expected
    assert page.locator("#n1 mark.on").count() > 0
    page.click(".more summary")
    page.uncheck("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_focus_can_be_seen_on_every_control(watched: Watched) -> None:
    page = watched.page
    page.click(".more summary")
    hidden = page.evaluate(
        "() => [...document.querySelectorAll('.bar input, .bar select, .bar button, .bar summary')]"
        ".filter(e => { e.focus({focusVisible: true}); return getComputedStyle(e).outlineStyle === 'none'; })"
        ".map(e => e.id)"
    )
    assert hidden == []


def test_without_its_script_the_page_is_whole_and_weak_passages_can_be_shown(
    chromium: Browser, address: str
) -> None:
    watched = visit(chromium, address, java_script_enabled=False)
    page = watched.page
    assert shown_notes(page) == ["n1", "n2", "n3"]
    assert shown_cards(page) == ["c1-1", "c1-2", "c1-3", "c1-4", "c2-1", "c2-2"]
    assert page.locator("#q").is_hidden()
    page.check("#show-weak")
    assert "c1-w1" in shown_cards(page)
    page.click("#labels summary >> nth=0")
    assert page.locator("#labels details p").first.is_visible()
    assert watched.trouble == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_sideways_scrolling(chromium: Browser, address: str, scheme: str) -> None:
    watched = visit(chromium, address, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = watched.page
    page.check("#show-weak")
    page.click(".more summary")
    for place in page.locator("#labels summary").all():
        place.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert watched.trouble == []
    page.context.close()


CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('script,option,.vh,[hidden]')) continue;
    const papers = [];
    for (let up = element; up; up = up.parentElement) papers.unshift(getComputedStyle(up).backgroundColor);
    const ink = light(paint([...papers, getComputedStyle(element).color]));
    const paper = light(paint(papers));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) low.push([element.className, element.tagName, ratio]);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_against_its_ground(chromium: Browser, address: str, scheme: str) -> None:
    watched = visit(chromium, address, color_scheme=scheme)
    watched.page.check("#show-weak")
    assert watched.page.evaluate(CONTRASTS) == []
    watched.page.context.close()


def test_marks_differ_without_colour(watched: Watched) -> None:
    lines = watched.page.evaluate(
        "() => [...document.querySelectorAll('#labels h3 mark')].map((m) => { const s = getComputedStyle(m);"
        " return s.borderBottomStyle + s.borderBottomWidth + s.borderTopWidth; })"
    )
    assert len(set(lines)) == len(load_schema().families)


def test_on_paper_the_questions_and_cautions_are_printed_and_the_controls_are_not(
    watched: Watched,
) -> None:
    page = watched.page
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator("#c1-1 .ask").is_visible()
    assert page.locator("#c1-1 details").evaluate("e => e.getBoundingClientRect().height") > 40


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run with a reading point: some passages shown, some fainter, one note with fainter ones only."""
    folder = tmp_path_factory.mktemp("folded")
    first = note("C1", "N1", "She still loves <PERSON_1>. She is afraid of him. She chose a room. He hid.")
    second = note("C2", "N2", "He kept her papers. She rested.")
    third = note("C3", "N3", "Client asked for a later time.")
    write_rows(folder / "notes.jsonl", [first, second, third])
    write_rows(folder / "candidates.jsonl", [
        mark(first, "loyalty_or_love", "She still loves <PERSON_1>"),
        mark(first, "protector_framing", "still loves", band="possible", score=0.12),
        mark(first, "fear_with_gratitude", "She is afraid of him", band="possible", score=0.29),
        mark(first, "agency", "She chose a room", band="possible", score=0.3),
        mark(first, "threat_or_violence", "He hid", band="weak", score=0.02),
        mark(second, "isolation", "He kept her papers", band="possible", score=0.1, assertion="negated"),
        mark(second, "blocked_exit", "He kept her papers", band="possible", score=0.2),
    ])
    write_rows(folder / "rejects.jsonl", [])
    manifest = {"pipeline_id": "p1", "reading_point": 0.3}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return write_report(folder).as_uri()


@pytest.fixture
def opened(chromium: Browser, folded: str) -> Iterator[Page]:
    watched = visit(chromium, folded)
    yield watched.page
    assert watched.trouble == []
    watched.page.context.close()


def expect_cards(page: Page, cards: list[str]) -> None:
    """The list shows these passages; a note that comes onto the screen may take a moment."""
    sync_api.expect(page.locator(".c:visible")).to_have_count(len(cards))
    assert shown_cards(page) == cards


def account(page: Page, name: str) -> str:
    line = page.locator(f"#{name} .account")
    line.scroll_into_view_if_needed()  # text of a note that is off the screen is not drawn
    return line.inner_text()


def test_fainter_passages_come_when_the_space_bar_asks_for_them_and_go_again(opened: Page) -> None:
    expect_cards(opened, ["c1-1", "c1-2"])
    assert account(opened, "n1") == "2 passages shown; 2 fainter possible ones are folded."
    assert account(opened, "n2") == "2 fainter possible passages are folded."
    assert opened.locator("#n2 .only-faint").is_visible()
    assert opened.inner_text("#status") == "2 passages, 3 notes, 4 fainter folded"
    opened.focus("#show-faint")
    opened.keyboard.press("Space")
    expect_cards(opened, ["c1-1", "c1-f1", "c1-f2", "c1-2", "c2-f1", "c2-f2"])
    assert account(opened, "n1") == "2 passages shown, and 2 fainter possible ones."
    assert account(opened, "n2") == "2 fainter possible passages shown."
    assert opened.locator("#n2 .only-faint").is_hidden()
    assert opened.inner_text("#status") == "5 passages (1 set apart), 3 notes"
    opened.keyboard.press("Space")
    expect_cards(opened, ["c1-1", "c1-2"])


def test_the_switches_for_fainter_and_for_weak_passages_do_not_move_each_other(opened: Page) -> None:
    opened.check("#show-weak")
    expect_cards(opened, ["c1-1", "c1-2", "c1-w1"])
    assert account(opened, "n1").endswith("are folded. 1 weak passage shown too.")
    opened.uncheck("#show-weak")
    opened.check("#show-faint")
    assert "c1-w1" not in shown_cards(opened)
    opened.click("#clear")
    assert not opened.is_checked("#show-faint")


def test_a_folded_passage_leaves_no_line_and_no_tag_in_the_text(opened: Page) -> None:
    seen = "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.borderBottomWidth]; }"
    mark_of = opened.locator("#n1 mark[data-c=f2]").first
    assert mark_of.evaluate(seen) == ["rgba(0, 0, 0, 0)", "0px"]
    assert opened.locator("#m1-f2").is_hidden()
    opened.check("#show-faint")
    assert mark_of.evaluate(seen) == ["rgba(0, 0, 0, 0)", "1px"]
    assert opened.locator("#m1-f2").is_visible()


def test_a_filter_says_that_fainter_passages_would_fit(opened: Page) -> None:
    opened.select_option("#l", "blocked_exit")
    assert shown_notes(opened) == []
    assert opened.locator("#nothing-folded").is_visible()
    assert opened.inner_text("#status") == "No passage fits, 1 fainter folded"
    opened.check("#show-faint")
    assert shown_notes(opened) == ["n2"]
    expect_cards(opened, ["c2-f1"])
    assert account(opened, "n2").endswith("The filters leave some of them out.")


def test_the_keys_pass_folded_passages_by(opened: Page) -> None:
    opened.evaluate("document.querySelector('#n1').scrollIntoView({behavior: 'instant'})")
    for expected in ("c1-1", "c1-2", "c1-2"):
        opened.keyboard.press("j")
        assert opened.evaluate("document.activeElement.id") == expected
    opened.check("#show-faint")
    opened.keyboard.press("k")
    assert opened.evaluate("document.activeElement.id") == "c1-f2"


def test_without_its_script_the_page_folds_and_unfolds(chromium: Browser, folded: str) -> None:
    watched = visit(chromium, folded, java_script_enabled=False)
    page = watched.page
    expect_cards(page, ["c1-1", "c1-2"])
    assert account(page, "n1") == "2 passages shown; 2 fainter possible ones are folded."
    page.check("#show-faint")
    expect_cards(page, ["c1-1", "c1-f1", "c1-f2", "c1-2", "c2-f1", "c2-f2"])
    assert account(page, "n1") == "2 passages shown, and 2 fainter possible ones."
    assert watched.trouble == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fainter_passages_can_be_read_and_fit_a_narrow_screen(
    chromium: Browser, folded: str, scheme: str
) -> None:
    watched = visit(chromium, folded, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    watched.page.check("#show-faint")
    watched.page.check("#show-weak")
    assert watched.page.evaluate(CONTRASTS) == []
    watched.page.hover("#m1-f1")
    assert watched.page.evaluate(CONTRASTS) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert watched.trouble == []
    watched.page.context.close()


def test_paper_holds_what_is_shown_and_the_count_of_what_is_folded(opened: Page) -> None:
    opened.emulate_media(media="print")
    expect_cards(opened, ["c1-1", "c1-2"])
    assert account(opened, "n1") == "2 passages shown; 2 fainter possible ones are folded."
    opened.emulate_media(media="screen")
    opened.check("#show-faint")
    opened.emulate_media(media="print")
    assert "c1-f1" in shown_cards(opened)
    assert opened.locator("#c1-f1 .ask").is_visible()


def test_without_a_reading_point_there_is_one_switch(watched: Watched) -> None:
    assert watched.page.locator("#show-faint").count() == 0
    assert watched.page.locator(".account").count() == 0
