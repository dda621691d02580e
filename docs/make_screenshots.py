"""`make screenshots`: the pictures of README and handbook, taken from the running service in a real Chromium.

The simulated district of `gridwatch demo` is watched until an incident has been proven cleared, then the
console is opened in both languages. No real place or person is in the pictures.
"""  # noqa: INP001 - a script

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from playwright.async_api import Page, async_playwright

from core.clock import SystemClock
from core.frame import Image
from core.incident import Incident, Status
from gridwatch.beside.child import Child, module
from gridwatch.cli.show import out
from gridwatch.configuration.loader import load
from gridwatch.demo.folder import DemoSecrets, write_demo_folder
from gridwatch.demo.report import raised
from gridwatch.demo.run import CITY
from gridwatch.hosting import free_port, hosted
from gridwatch.logs import set_up
from gridwatch.service import Service
from gridwatch.simulator.login import environment_of

IMAGES = Path(__file__).resolve().parent / "images"
WINDOW = (1440, 900)
SECONDS = int(os.environ.get("SCREENSHOT_SECONDS", "150"))  # longest wait for a before/after pair
MONTAGE = ("cam-01", "cam-03", "cam-05", "cam-07", "cam-09", "cam-13")
TILE = (480, 270)
LARGEST = 900_000  # bytes of one picture: they are part of every clone
CHROMIUM = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


async def main() -> None:
    """Take all pictures."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("screenshots need Chromium: install the Debian package chromium")
    set_up(level="warning")
    keys = DemoSecrets.fresh()
    with tempfile.TemporaryDirectory(prefix="gridwatch-screenshots-") as folder:
        await watch(Path(folder), keys, browser)


async def watch(folder: Path, keys: DemoSecrets, browser: str) -> None:
    """Run simulated district and service, and take the pictures when there is something to see."""
    command = module("gridwatch.simulator.serve", "--seconds", str(SECONDS), "--plan", json.dumps(CITY))
    environment = {
        "GRIDWATCH_SIM_SECRET": keys.platform,
        "GRIDWATCH_SIM_CALLBACK_SECRET": keys.callback,
        **environment_of(keys.login),
    }
    async with Child(command, environment) as district:
        configs = write_demo_folder(
            folder,
            seed=0,
            seconds=SECONDS,
            http_port=district.hello["http"],
            rtsp_port=district.hello["rtsp"],
            platform_url=district.hello["platform"],
            secrets=keys,
            api_port=free_port(),
        )
        service = Service(load(configs), clock=SystemClock(), rng=random.Random(0), watch_files=False)  # noqa: S311 - jitter
        async with hosted(service):
            await district.ask({"do": "callback", "url": f"{service.base_url}/api/v1/platform/status"})
            chosen = await something_to_see(service)
            write("district.png", montage(service))
            await shoot(service.base_url, keys.api_token, browser, chosen)


async def something_to_see(service: Service) -> str:
    """Return the incident to show: one that was proven cleared, else the first one."""
    found: tuple[Incident, ...] = ()
    for second in range(SECONDS):
        await asyncio.sleep(1)
        found = await asyncio.to_thread(raised, service.store)
        closed = [one for one in found if one.status is Status.CLOSED]
        if closed and {"before", "after"} <= {picture.role for picture in closed[0].pictures}:
            return closed[0].id
        if second % 15 == 14:
            out.print(
                f"{second + 1} s: {', '.join(f'{i.title_en} {i.status.value}' for i in found) or 'nothing yet'}"
            )
    if not found:
        sys.exit(f"no incident in {SECONDS} s: is models/default trained?")
    return found[0].id


async def shoot(base: str, token: str, browser: str, chosen: str) -> None:
    """Open the console as an operator would, and write a picture in each language."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=CHROMIUM.split())
        context = await chromium.new_context(
            viewport={"width": WINDOW[0], "height": WINDOW[1]}, timezone_id="Asia/Shanghai"
        )
        page = await context.new_page()
        await page.goto(f"{base}/old")
        await page.fill("#token", token)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#list [role=option]")
        await page.select_option("#filter", "everything")
        await page.click(f"#row-{chosen}")
        await page.wait_for_selector("#case .evidence img")
        await take(page, "console.png")
        await page.click("header button.language")
        await take(page, "console-en.png")
        await chromium.close()


async def take(page: Page, name: str) -> None:
    """Write what the window shows, once its pictures are there."""
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(1500)
    shot = cv2.imdecode(np.frombuffer(await page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert shot is not None  # noqa: S101 - Chromium made it
    write(name, np.asarray(shot, np.uint8))


def montage(service: Service) -> Image:
    """Six cameras' latest pictures side by side."""
    tiles = []
    for camera_id in MONTAGE:
        jpeg = service.roster.latest(camera_id)
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
        if picture is None:
            picture = np.zeros((TILE[1], TILE[0], 3), np.uint8)
        tiles.append(cv2.resize(picture, TILE, interpolation=cv2.INTER_AREA))
    return np.asarray(np.vstack([np.hstack(tiles[:3]), np.hstack(tiles[3:])]), np.uint8)


def write(name: str, picture: Image) -> None:
    """Write a PNG of at most `LARGEST` bytes: fewer shades first, then fewer pixels."""
    for bits in (0, 1, 2, 3):
        half = (1 << bits) >> 1
        coarse = np.minimum((picture.astype(np.uint16) + half) >> bits << bits, 255).astype(np.uint8)
        _, png = cv2.imencode(".png", coarse, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        if png.nbytes <= LARGEST:
            break
    else:
        height, width = picture.shape[:2]
        smaller = cv2.resize(picture, (width * 4 // 5, height * 4 // 5), interpolation=cv2.INTER_AREA)
        write(name, np.asarray(smaller, np.uint8))
        return
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / name).write_bytes(png.tobytes())
    out.print(f"{IMAGES / name}: {picture.shape[1]} x {picture.shape[0]}, {png.nbytes // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
