"""The console in a real Chromium: first paint of the inbox and its weight, tabs that hear of new cases, the map."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from core.errors import GridwatchError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

# Thirty seats are thirty machines: the windows that a desktop's Chromium draws around each page are not the page's.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
_LINE = "[data-testid=line]"  # of the inbox
_WAIT_MS = 60_000

# Run in the page: keeps when each title that stands in a line of the inbox was first there.
HOOK = """
window.__first = {};
const look = () => {
  for (const line of document.querySelectorAll("[data-testid=line] [class*=title]")) {
    const text = line.textContent;
    if (text && !(text in window.__first)) window.__first[text] = Date.now();
  }
};
new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
"""
# Frames a second while the map is dragged to and fro by the mouse's own events.
FRAMES = """
(seconds) => new Promise((done) => {
  const times = [];
  const began = performance.now();
  const frame = (now) => {
    times.push(now);
    if (now - began < seconds * 1000) requestAnimationFrame(frame);
    else done(times);
  };
  requestAnimationFrame(frame);
})
"""


@asynccontextmanager
async def chromium(path: str = CHROMIUM) -> AsyncIterator[Browser]:
    """Start one.

    Raises:
        GridwatchError: Playwright or the browser is not there; the message says how to get it.
    """
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        raise GridwatchError(
            "the console's bench drives a browser by Playwright, which is a development dependency:"
            " `uv sync` with the group dev, or `pip install playwright`"
        ) from None
    if shutil.which(path) is None:
        raise GridwatchError(
            f"no browser at {path}; `apt install chromium-headless-shell`, or name yours by --chromium"
        )
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def entered(browser: Browser, base: str, token: str) -> BrowserContext:
    """Return a context with a session of its own, as a login opens it.

    Raises:
        GridwatchError: the service does not take the token.
    """
    context = await browser.new_context(viewport={"width": 1366, "height": 768})
    answer = await context.request.post(f"{base}/api/v1/session", data={"token": token})
    if not answer.ok:
        raise GridwatchError(f"the service opened no session: {answer.status}")
    return context


async def first_paint(browser: Browser, base: str, token: str, *, times: int) -> tuple[list[float], float]:
    """Return seconds from the address to the first line of the inbox, cold each time, and kB (gzip) loaded."""
    took: list[float] = []
    size = 0.0
    for _ in range(times):
        context = await entered(browser, base, token)
        page = await context.new_page()
        bodies: list[Any] = []
        page.on("response", _into(bodies))
        began = time.perf_counter()
        await page.goto(f"{base}/", wait_until="commit")
        await page.wait_for_selector(_LINE, timeout=_WAIT_MS)
        took.append(time.perf_counter() - began)
        size = sum([await _packed(one) for one in bodies])
        await context.close()
    return took, size / 1000


def _into(found: list[Any]) -> Callable[[Any], None]:
    """Return what keeps a page's answers; Playwright takes no bare method of a list."""

    def keep(response: Any) -> None:
        found.append(response)

    return keep


async def _packed(response: Any) -> float:
    """Return the bytes of a file of the page as they are when packed; answers of the API are none of its files."""
    kind = response.request.resource_type
    if kind not in {"document", "script", "stylesheet"} or not response.ok:
        return 0.0
    return float(len(gzip.compress(await response.body(), 6)))


class Tabs:
    """Pages of as many operators, all on the inbox, each of which notes when it shows what."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages

    @classmethod
    async def open(cls, browser: Browser, base: str, token: str, count: int) -> Tabs:
        """Open so many, each with its own session."""
        pages = []
        for _ in range(count):
            context = await entered(browser, base, token)
            page = await context.new_page()
            await page.add_init_script(HOOK)
            await page.goto(f"{base}/", wait_until="commit")
            await page.wait_for_selector(_LINE, timeout=_WAIT_MS)
            pages.append(page)
        return cls(pages)

    async def first(self) -> list[dict[str, float]]:
        """Return, for each page, title -> seconds since 1970 when it was first in the page."""
        told = await asyncio.gather(*(page.evaluate("window.__first") for page in self.pages))
        return [{title: at / 1000 for title, at in one.items()} for one in told]

    async def close(self) -> None:
        """Close all."""
        await asyncio.gather(*(page.context.close() for page in self.pages))


async def map_frames(
    browser: Browser, base: str, token: str, *, seconds: float, path: str = "/map"
) -> float | None:
    """Return frames a second while the map is dragged; None where the page has no map."""
    context = await entered(browser, base, token)
    page = await context.new_page()
    try:
        await page.goto(f"{base}{path}", wait_until="commit")
        canvas = page.locator("canvas.maplibregl-canvas").first
        try:
            await canvas.wait_for(timeout=_WAIT_MS / 3)
        except Exception:  # noqa: BLE001 - Playwright's own time-out, whose class is only there with it
            return None
        await asyncio.sleep(3)  # cameras and grids are drawn
        box = await canvas.bounding_box()
        if box is None:
            return None
        counting = asyncio.create_task(page.evaluate(FRAMES, seconds))
        await _drag(page, box, seconds)
        times = await counting
        return float((len(times) - 1) / ((times[-1] - times[0]) / 1000))
    finally:
        await context.close()


async def _drag(page: Page, box: Any, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    began, number = loop.time(), 0
    while loop.time() - began < seconds:
        number += 1
        away = 200 * ((number // 40) % 2 * 2 - 1) * (number % 40) / 40
        await page.mouse.move(x + away, y + away / 3)
        await asyncio.sleep(1 / 60)
    await page.mouse.up()
