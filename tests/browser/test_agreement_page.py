"""The page of agreement in a real browser: quiet, offline, readable on a small screen, usable by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tbnlp.evaluate.agreement.measure import measure
from tbnlp.evaluate.agreement.output import write_files
from tests.unit.evaluate.agreement.marked_notes import SCHEMA, random_ratings, rated

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")

# Contrast of text and its own background, for each element that holds text (WCAG 2.2, 1.4.3).
CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (item) => {
    for (let at = item; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] === 255) return colour;
    }
    return 'white';
  };
  const found = [];
  for (const item of document.querySelectorAll('body *')) {
    const own = [...item.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || item.closest('.vh, .skip')) continue;
    const [one, other] = [light(getComputedStyle(item).color), light(paper(item))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`${item.tagName}.${item.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("agreement")
    layers = rated(random_ratings(1, 3, 40), "isolation", ("Ada", "Bo", "Cy"))
    return write_files(measure(layers, SCHEMA, repeats=200), folder, SCHEMA, (), layers)[1].as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


def opened(browser: Browser, address: str, **options: Any) -> tuple[Page, list[str]]:
    page = browser.new_context(**options).new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(request.url) if request.url != address else None)
    page.goto(address)
    return page, trouble


def test_the_page_asks_for_nothing_and_complains_about_nothing(browser: Browser, address: str) -> None:
    page, trouble = opened(browser, address)
    assert page.locator("h1").inner_text() == "Agreement between annotators"
    assert page.locator("h1").evaluate("item => getComputedStyle(item).fontSize") == "28px"
    assert trouble == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_only_tables_scroll_sideways(browser: Browser, address: str, width: int) -> None:
    page, _ = opened(browser, address, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator(".scroll").all():
        assert box.evaluate("item => item.getBoundingClientRect().right") <= width


def test_text_of_two_hundred_percent_fits_too(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(browser: Browser, address: str, scheme: str) -> None:
    page, _ = opened(browser, address, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    assert page.evaluate(CONTRASTS) == []


def test_the_first_tab_stop_leads_past_the_opening_and_tables_can_be_reached(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]  # it is visible when it has focus
    page.keyboard.press("Enter")
    assert page.url.endswith("#labels")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
