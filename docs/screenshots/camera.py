"""Takes pictures of a running console in a real Chromium: each one when everything in it has been drawn."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import cv2
import numpy as np
from playwright.async_api import Browser, Page, StorageState, async_playwright
from playwright.async_api import Error as PlaywrightError

from core.frame import Image
from screenshots.shots import Shot

ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 90_000  # a map of a 4K wall, drawn by software beside a simulated district
QUALITY = 82  # of WebP, where that is smaller than without loss
_STILL_S = 15.0  # for which a page may take to come to rest; a wall of live pictures never does
_TICKS = 0.002  # share of the pixels that may differ: ages go on counting
_BUSY = ".ant-spin-spinning, .ant-skeleton-active, [data-testid=map]:not([data-drawn=yes])"
_LOADED = """(busy) => document.fonts.status === "loaded" && !document.querySelector(busy)
  && [...document.images].every((one) => {
    const box = one.getBoundingClientRect(); // what lies outside of the window is not fetched until it is scrolled to
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return one.complete || !seen || !one.checkVisibility();
  })"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser that is installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        sys.exit("screenshots need Chromium: install the Debian package chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def take_all(
    browser: Browser, base: str, session: StorageState, shots: Sequence[Shot], names: Mapping[str, str], folder: Path,
    told: Callable[[str], None],
) -> tuple[int, list[str]]:  # fmt: skip
    """Take every picture in its languages; return the bytes of all files, and what could not be taken."""
    wanted = [(shot, language) for shot in shots for language in shot.languages]
    size, failed = 0, list[str]()
    for number, (shot, language) in enumerate(wanted, start=1):
        file = folder / f"{shot.name}.{language}.webp"
        try:
            async with desk(browser, session, shot, language) as page:
                data = packed(await _taken(page, base, shot, names), shot.width)
        except PlaywrightError as error:  # the others are worth having; the run says so at its end
            failed.append(file.name)
            told(f"{number} of {len(wanted)}: {file.name} not taken: {error.message.splitlines()[0]}")
            continue
        file.write_bytes(data)
        size += len(data)
        told(f"{number} of {len(wanted)}: {file.name}, {len(data) // 1000} kB")
    return size, failed


@asynccontextmanager
async def desk(browser: Browser, session: StorageState, shot: Shot, language: str) -> AsyncIterator[Page]:
    """Open a window in which an administrator is logged in, or nobody."""
    context = await browser.new_context(
        viewport={"width": shot.window[0], "height": shot.window[1]},
        device_scale_factor=shot.scale,
        timezone_id="Asia/Shanghai",
        locale="zh-CN" if language == "zh" else "en-GB",
        reduced_motion="reduce",
        color_scheme="dark" if shot.mode == "dark" else "light",
        storage_state=None if shot.public else session,
    )
    try:
        settings = json.dumps({"language": language, "mode": shot.mode, "sound": False})
        await context.add_init_script(f"localStorage.setItem('gridwatch', {json.dumps(settings)})")
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        if shot.name == "first-run":  # as before there is anybody
            await page.route("**/api/v1/first-run", lambda route: route.fulfill(json={"needed": True}))
        yield page
    finally:
        await context.close()


async def log_in(browser: Browser, base: str, name: str, password: str) -> StorageState:
    """Log in once, as a person does, and return what the browser keeps of it."""
    context = await browser.new_context()
    try:
        answer = await context.request.post(
            f"{base}/api/v1/session", data={"name": name, "password": password}
        )
        if not answer.ok:
            sys.exit(f"{name} could not log in: {answer.status} {await answer.text()}")
        return await context.storage_state()
    finally:
        await context.close()


async def _taken(page: Page, base: str, shot: Shot, names: Mapping[str, str]) -> Image:
    await page.goto(f"{base}{shot.path.format(**names)}")
    await page.locator(shot.shows).first.wait_for(state="visible" if shot.shows != "h1" else "attached")
    for selector in shot.click:
        await page.locator(selector).first.click()
    await page.mouse.move(0, 0)
    await page.wait_for_function(_LOADED, arg=_BUSY)
    for key in shot.press:
        await page.keyboard.press(key)
    before = await _seen(page)
    began = time.monotonic()
    while time.monotonic() - began < _STILL_S:
        await page.wait_for_timeout(400)
        await page.wait_for_function(_LOADED, arg=_BUSY)
        now = await _seen(page)
        if np.any(now != before, axis=2).mean() < _TICKS:
            return now
        before = now
    return before


async def _seen(page: Page) -> Image:
    shot = cv2.imdecode(np.frombuffer(await page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    if shot is None:
        raise RuntimeError("Chromium gave no picture")
    return np.asarray(shot, np.uint8)


def packed(picture: Image, width: int = 0) -> bytes:
    """Return a WebP of a picture, no wider than `width` where that is not 0: without loss, or the smaller one."""
    if width and picture.shape[1] > width:
        height = picture.shape[0] * width // picture.shape[1]
        picture = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    made = [
        cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, one])[1].tobytes() for one in (QUALITY, 101)
    ]
    return min(made, key=len)
