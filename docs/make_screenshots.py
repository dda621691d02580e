"""`make screenshots`: the pictures of README and handbook, taken from the running service in a real Chromium.

The simulated district of `gridwatch demo` is watched until an incident has been proven cleared, then every page
of the console is opened in both languages. No real place or person is in the pictures.
"""  # noqa: INP001 - a script

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from playwright.async_api import Browser, Page, async_playwright

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
CONSOLE = IMAGES / "console"
WINDOW, WALL, PHONE = (1440, 900), (3840, 2160), (390, 844)
QUALITY = 72  # of WebP: text is sharp, a page is 40 to 150 kB
SETTLES_MS = 2500
PAGES = {
    "login": "/login",
    "inbox": "/?show=all&case={case}",  # also what the platform has taken: in the demo it does so at once
    "map": "/map",
    "case": "/case/{case}",
    "cases": "/cases",
    "figures": "/figures",
    "wall": "/wall",
    "cameras": "/cameras",
    "camera": "/camera/cam-01",
    "onboarding": "/onboarding",
    "deliveries": "/deliveries",
    "silences": "/silences",
    "users": "/users",
    "audit": "/audit",
    "account": "/account",
    "engineer": "/engineer",
}
SECONDS = int(os.environ.get("SCREENSHOT_SECONDS", "150"))  # longest wait for a before/after pair
MONTAGE = ("cam-01", "cam-03", "cam-05", "cam-07", "cam-09", "cam-13")
TILE = (480, 270)
LARGEST = 900_000  # bytes of one picture: they are part of every clone
CHROMIUM = (
    "--no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
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
            first = await something_to_see(
                service, ended=False
            )  # the inbox is shown while something is in it
            await shoot(service.base_url, keys.api_token, browser, first, only=("inbox", "map"))
            chosen = await something_to_see(service)
            write("district.png", montage(service))
            await shoot(service.base_url, keys.api_token, browser, chosen)


async def something_to_see(service: Service, *, ended: bool = True) -> str:
    """Return the incident to show: one that was proven cleared, else the first one; or the first that is open."""
    found: tuple[Incident, ...] = ()
    for second in range(SECONDS):
        await asyncio.sleep(1)
        found = await asyncio.to_thread(raised, service.parts.store)
        if not ended and any(not one.status.ended for one in found):
            return found[0].id
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


async def shoot(base: str, token: str, browser: str, chosen: str, *, only: Sequence[str] = ()) -> None:
    """Open every page of the console in both languages (or `only` some), and write its picture."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=CHROMIUM.split())
        for language in ("zh", "en"):
            page = await desk(chromium, base, token, language)
            for name in only or [name for name in PAGES if name not in {"inbox", "map"}]:
                path = PAGES[name]
                await take(page, f"{base}{path.format(case=chosen)}", f"{name}.{language}")
        if only:
            await chromium.close()
            return
        await page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
        await take(page, f"{base}/wall", "wall-4k", width=WALL[0] // 2)
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        for name in ("inbox", "case"):
            await take(page, f"{base}{PAGES[name].format(case=chosen)}", f"{name}-phone")
        await chromium.close()


async def desk(chromium: Browser, base: str, token: str, language: str) -> Page:
    """Return a page in which an administrator is logged in."""
    context = await chromium.new_context(
        viewport={"width": WINDOW[0], "height": WINDOW[1]},
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        extra_http_headers={"Authorization": f"Bearer {token}"},
    )
    settings = json.dumps({"language": language, "mode": "light", "sound": False})
    await context.add_init_script(f"localStorage.setItem('gridwatch', {json.dumps(settings)})")
    await context.request.post(
        f"{base}/api/v1/session", data={"token": token}
    )  # the live line goes by its cookie
    return await context.new_page()


async def take(page: Page, address: str, name: str, *, width: int | None = None) -> None:
    """Write what the window shows, once its pictures are there."""
    await page.goto(address)
    await page.locator("h1").first.wait_for(state="attached", timeout=30_000)
    await page.mouse.move(0, 0)
    if await page.locator("[data-testid=map]").count():  # drawn by software, beside a simulated district
        await page.locator("[data-testid=map][data-drawn=yes]").wait_for(timeout=60_000)
    await page.wait_for_timeout(SETTLES_MS)
    shot = cv2.imdecode(np.frombuffer(await page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert shot is not None  # noqa: S101 - Chromium made it
    if width is not None:
        shot = cv2.resize(shot, (width, shot.shape[0] * width // shot.shape[1]), interpolation=cv2.INTER_AREA)
    _, webp = cv2.imencode(".webp", shot, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    keep(CONSOLE / f"{name}.webp", webp.tobytes())


def montage(service: Service) -> Image:
    """Six cameras' latest pictures side by side."""
    tiles = []
    for camera_id in MONTAGE:
        jpeg = service.parts.roster.latest(camera_id)
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
    keep(IMAGES / name, png.tobytes())


def keep(path: Path, data: bytes) -> None:
    """Write a file and say so."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    out.print(f"{path}: {len(data) // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
