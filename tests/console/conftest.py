"""The console in a real Chromium over the real API on a real port: one browser a module, one deck a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    async_playwright,
    expect,
)

from api.console_files import BUILT
from core.clock import ManualClock
from tests.builders_api import TOKEN
from tests.builders_console import ConsoleDeck
from tests.conftest import absent

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# no graphics card: WebGL by software
DRAWS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
PATIENCE = 40_000  # ms: a page that draws by software beside a whole test run


@dataclass(kw_only=True)
class Console:
    """A page, the service behind it, and everything that went wrong in the browser."""

    page: Page
    context: BrowserContext
    deck: ConsoleDeck
    base: str
    serving: AsyncExitStack  # ends the service
    wrong: list[str] = field(default_factory=list)  # console errors and uncaught exceptions
    hosts: set[str] = field(default_factory=set)  # that were asked for anything

    async def enter(self, path: str = "/") -> None:
        """Open the session by the API, as a login would, and then a page of the console."""
        answer = await self.context.request.post(f"{self.base}/api/v1/session", data={"token": TOKEN})
        assert answer.ok
        await self.page.goto(f"{self.base}{path}")
        await expect(self.page.get_by_role("status").filter(has_text="实时")).to_be_visible()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Stop the service for the block, as a restart or a cut does; then it is back at the same address."""
        await self.serving.aclose()
        yield
        await self.serving.enter_async_context(self.deck.serve(urlsplit(self.base).port or 0))

    def watch(self, page: Page) -> Page:
        """Hear what goes wrong in another page, too."""
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        return page

    def _said(self, message: ConsoleMessage) -> None:
        # the driver tells what reading pixels costs it where there is no graphics card
        if message.type in {"error", "warning"} and "GL Driver" not in message.text:
            self.wrong.append(message.text)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    """Playwright's driver, ended with the module."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as driver:
        yield driver


@asynccontextmanager
async def launched(playwright: Playwright, chromium: str, args: Sequence[str]) -> AsyncIterator[Browser]:
    """Start Debian's Chromium without a profile, if there is a console to look at."""
    if not (BUILT / "index.html").is_file():
        absent("the built console (make console)")
    browser = await playwright.chromium.launch(executable_path=chromium, args=args)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """A browser; what a page keeps, it keeps in its context, which is each test's own."""
    async with launched(playwright, chromium, ARGS) as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def drawing(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """A browser that can draw maps."""
    async with launched(playwright, chromium, DRAWS) as browser:
        yield browser


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> ConsoleDeck:
    """Two healthy cameras, no incident."""
    return ConsoleDeck(tmp_path, clock)


@asynccontextmanager
async def opened(browser: Browser, deck: ConsoleDeck, *, width: int, height: int) -> AsyncIterator[Console]:
    """Open a page that has not logged in. At the end nothing may have gone wrong, and no other host been asked."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    async with AsyncExitStack() as serving:
        base = await serving.enter_async_context(deck.serve())
        given = Console(page=await context.new_page(), context=context, deck=deck, base=base, serving=serving)
        given.watch(given.page)
        yield given
        assert given.wrong == []
        assert given.hosts <= {urlsplit(base).netloc, ""}  # "": a blob of the page's own
        await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def console(browser: Browser, deck: ConsoleDeck) -> AsyncIterator[Console]:
    """A page as `opened` gives it."""
    async with opened(browser, deck, width=1440, height=900) as given:
        yield given
