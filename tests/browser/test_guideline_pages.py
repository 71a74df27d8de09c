"""The guideline in a real browser: readable without network, by keyboard, on a narrow screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tbnlp.guidelines.build import build
from tbnlp.guidelines.folder import guideline_folder
from tbnlp.schema.loader import load_schema

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytest.importorskip("zensical", reason="zensical is not installed")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
)
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = ("guideline_book.html", "site/index.html", "site/labels/agency.html", "site/trees/attachment_loyalty.html",
         "site/quick_card.html", "site/worked_notes/01-fishing-boat.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("guideline")
    pages = Path(shutil.copytree(guideline_folder(), home / "pages"))
    build(pages, load_schema(), home / "built")
    return home / "built"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield started
        started.close()


def opened(browser: Browser, path: Path, width: int = 1280) -> tuple[Page, list[str]]:
    """The page, and the addresses outside its folder that it asked for."""
    fetched: list[str] = []
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else
            fetched.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_timeout(300)
    return page, fetched


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_axe_violation(browser: Browser, folder: Path, name: str) -> None:
    page, _ = opened(browser, folder / name)
    found = axe_api.Axe().run(page, options=LEVELS).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_from_the_network(browser: Browser, folder: Path, name: str) -> None:
    _, fetched = opened(browser, folder / name)
    assert fetched == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_screen_of_320_pixels(browser: Browser, folder: Path, name: str) -> None:
    page, _ = opened(browser, folder / name, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_tab_stop_of_the_book_skips_to_its_text(browser: Browser, folder: Path) -> None:
    page, _ = opened(browser, folder / PAGES[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_every_link_of_the_contents_can_be_reached_by_keyboard(browser: Browser, folder: Path) -> None:
    page, _ = opened(browser, folder / PAGES[0])
    links = page.locator("nav a").count()
    reached = set()
    for _ in range(links + 2):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert len(reached - {None, "#content"}) == links


def test_a_label_can_be_found_by_the_search_without_a_server(browser: Browser, folder: Path) -> None:
    page, _ = opened(browser, folder / "site/index.html")
    page.keyboard.press("Control+k")
    page.wait_for_timeout(500)
    page.keyboard.type("blocked exit", delay=20)
    page.wait_for_timeout(1500)
    assert page.locator("a[href*='blocked_exit']:visible").count() > 0


def test_the_book_prints_a_page_for_each_chapter_at_least(browser: Browser, folder: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page, _ = opened(browser, folder / PAGES[0])
    chapters = page.locator("section.chapter").count()
    page.pdf(path=str(tmp_path / "book.pdf"), format="A4")
    assert len(PdfReader(str(tmp_path / "book.pdf")).pages) >= chapters > 50
