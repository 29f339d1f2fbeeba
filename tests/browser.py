"""A real browser on a real port: Debian's chromium, without a window, driven by playwright.

A test takes the fixture `pages` (a served house and a browser) and marks itself `slow`; import both fixtures:
`from tests.browser import chromium, pages  # noqa: F401`. Playwright holds the thread's event loop as long as
the browser runs, so a test that has it must not call what needs one of its own (the mail transport).
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.office import office
from web.door import Door
from web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.cast import Stage

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
#: WCAG 2.2 at AA, and what it was built on.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NARROW = 375
PICTURES = HERE.parent / "screenshots"


def program() -> str | None:
    """Where chromium is: Debian's place first, then PATH; None without."""
    names = ("chromium", "chromium-browser", "google-chrome")
    places = ("/usr/bin/chromium", *(shutil.which(name) for name in names))
    return next((place for place in places if place and Path(place).exists()), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that knows nothing, and forgets what it learns."""
    found = program()
    if found is None:
        pytest.skip("chromium is not installed: make system")
    with tempfile.TemporaryDirectory(prefix="duban-chromium-") as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=list(FLAGS), env={"HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
        )
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module; its pages share nothing."""
    with browsing() as browser:
        yield browser


@dataclass
class Pages:
    """A house that is served, and a browser to look at it."""

    office: Stage
    url: str
    browser: Browser

    @contextmanager
    def visit(self, path: str = "/", *, width: int = 1024, script: bool = True) -> Iterator[Page]:
        """A page of a browser that was never here, opened at `path`; without `script`, JavaScript is off.

        A message of the console that is an error, such as a style that the policy refused, fails the test, and
        so does a request for anything that is not served here.
        """
        context = self.context(width=width, script=script)
        page = context.new_page()
        complaints: list[str] = []
        away: list[str] = []
        ours = (self.url, "data:", "blob:")
        context.on("request", lambda asked: None if asked.url.startswith(ours) else away.append(asked.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(self.url + path)
        try:
            yield page
        finally:
            context.close()
        # The status of a page that was refused on purpose is told there too.
        assert [one for one in complaints if "Failed to load resource" not in one] == []
        assert away == []

    def context(self, *, width: int = 1024, script: bool = True) -> BrowserContext:
        """A browser of its own."""
        return self.browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="zh-CN"
        )


@pytest.fixture
def pages(tmp_path: Path, chromium: Browser) -> Iterator[Pages]:
    """The small action of `tests.office`, served on a free port until the test ends."""
    made = office(tmp_path)
    with serving(made.house, Door(), 0, print) as url:
        yield Pages(made, url, chromium)


def press_in(page: Page, role: str, unit: str = "") -> None:
    """Enter as one of the roles, by one press, and land on its first page."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/")
    form = page.locator(f'form:has(input[value="{role}"])')
    if unit:
        form.locator("select").select_option(unit)
    form.locator("button").click()
    page.wait_for_url(f"**/{role}")


def assert_accessible(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    wrong = [
        f"{one['id']}: {one['help']}\n  {node['html']}\n  {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
    assert wrong == [], "\n".join(wrong)


def assert_narrow(page: Page) -> None:
    """On a telephone nothing has to be moved sideways, but for tables in their own frames."""
    before = page.viewport_size or {"width": 1024, "height": 800}
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert wide <= NARROW, f"{page.url} is {wide} px wide"


def eventually(seen: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether `seen` becomes true in this time: a script of the page may not have run yet."""
    end = time.monotonic() + seconds
    while not (found := seen()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def screenshot(page: Page, name: str) -> Path:
    """A picture of the whole page, in a folder that is not committed."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path
