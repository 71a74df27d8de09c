"""A mark made with the mouse in Label Studio's own interface; used by `trial_label_studio`.

It is a file of its own because playwright and chromium are not needed for the rest of the trial.
"""

import importlib.util
import shutil
from typing import Any

from tbnlp.schema.entries import Schema

_PLACE = """(quote) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const at = node.textContent.indexOf(quote);
    if (at < 0 || !node.parentElement.closest('[class*=richtext]')) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + quote.length);
    const box = range.getBoundingClientRect();
    return [box.left, box.right, (box.top + box.bottom) / 2];
  }
  return null;
}"""


def is_possible() -> bool:
    """True where playwright and chromium are installed."""
    return importlib.util.find_spec("playwright") is not None and shutil.which("chromium") is not None


class Annotator:
    """A browser that is logged in. Use it as a context manager."""

    def __init__(self, url: str, mail: str, password: str) -> None:
        self._url, self._mail, self._password = url, mail, password

    def __enter__(self) -> "Annotator":
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        self.page: Any = self._browser.new_page(viewport={"width": 1600, "height": 1200})
        self.page.goto(f"{self._url}/user/login/")
        self.page.fill("input[name=email]", self._mail)
        self.page.fill("input[name=password]", self._password)
        self.page.click("button[type=submit]")
        self.page.wait_for_load_state("networkidle")
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def open(self, project: int, task: int, words: str) -> None:
        """Show a task and wait until its text stands there."""
        self.page.goto(f"{self._url}/projects/{project}/data?task={task}")
        self.page.wait_for_selector(f"[class*=richtext] >> text={words}", timeout=60_000)
        self.page.wait_for_timeout(1500)

    def mark(self, label: str, quote: str) -> None:
        """Choose a label and drag over the words."""
        self.page.click(f"text={label}")
        left, right, middle = self.page.evaluate(_PLACE, quote)
        self.page.mouse.move(left + 2, middle)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, middle, steps=5)
        self.page.mouse.move(right - 3, middle, steps=5)
        self.page.mouse.up()
        self.page.wait_for_timeout(500)

    def answer(self, schema: Schema, label_id: str, answers: dict[str, str], comment: str, code: str) -> None:
        """Select the marked passage, choose a subtype and the answers, and write the comment and the code."""
        label = schema.label(label_id)
        self.page.set_default_timeout(10_000)
        if not self.page.locator("[placeholder^='Comment for']").filter(visible=True).count():
            self.page.click(f"[class*=outliner] >> text={label.name}")   # a second click would take it back
            self.page.wait_for_timeout(500)
        self._choose(answers["subtype"].replace("_", " "))
        for name, value in answers.items():
            if name != "subtype":
                meaning = dict(schema.attribute(name).values)[value]
                words = value.replace("_", " ")
                self._choose(f"{words}: {meaning}" if meaning else words)
        for placeholder, words, last in (("Comment for", comment, "Tab"), ("Your annotator code", code, "Enter")):
            field = self.page.locator(f"[placeholder^='{placeholder}']").filter(visible=True).first
            field.fill(words)
            field.press(last)
            self.page.wait_for_timeout(300)

    def _choose(self, words: str) -> None:
        self.page.get_by_text(words, exact=True).filter(visible=True).first.click()

    def submit(self) -> bool:
        """Press Submit; False when Label Studio asks for a missing answer, which closes its message."""
        self.page.click("button:has-text('Submit')")
        self.page.wait_for_timeout(1500)
        asked = self.page.locator(".ant-modal-confirm-title").filter(visible=True).count() > 0
        if asked:
            self.page.click("button:has-text('OK')")
            self.page.wait_for_timeout(500)
        return not asked
