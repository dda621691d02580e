"""`make screenshots`: the pictures of README and handbook, taken from the running service in a real Chromium.

A simulated district is watched until an incident has been proven cleared, among a year of earlier cases; then every
page of the console is opened in both languages. No real place or person is in the pictures.

    make screenshots                                  # all of it
    make screenshots ARGS="--only inbox,map"          # some
    make screenshots ARGS="--serve"                   # goes on serving, and says at which address and with which token
    make screenshots ARGS="--at URL --token T --only case"   # of what is served so
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.async_api import Browser

from core.clock import SystemClock
from core.frame import Image
from gridwatch.beside.child import Child, module
from gridwatch.cli.show import out
from gridwatch.configuration.loader import load
from gridwatch.demo.folder import DemoSecrets
from gridwatch.demo.people import NAME, add_demo_user
from gridwatch.demo.run import CITY
from gridwatch.hosting import free_port, hosted
from gridwatch.logs import set_up
from gridwatch.service import Service
from gridwatch.simulator.login import environment_of
from screenshots.camera import chromium, log_in, take_all
from screenshots.scene import fill_past, write_scene
from screenshots.shift import Shift
from screenshots.shots import Shot, chosen
from screenshots.workbench import make_workbench, write_candidates

IMAGES = Path(__file__).resolve().parent.parent / "images"
SECONDS = 3600  # of the script
PATIENCE_S = 600.0  # longest wait for a before/after pair
MONTAGE = ("cam-01", "cam-03", "cam-05", "cam-07", "cam-09", "cam-13")
TILE = (480, 270)
LARGEST = 900_000  # bytes of the montage
BEGAN = time.monotonic()


@dataclass(frozen=True, slots=True)
class At:
    """Where what is pictured is served."""

    base: str  # address
    token: str  # of its API
    password: str  # of its user `demo`


def tell(text: str) -> None:
    """Say what is being done, with the seconds that have passed."""
    out.print(f"{time.monotonic() - BEGAN:5.0f} s  {text}", markup=False, highlight=False)


async def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="names of pictures, with commas")
    parser.add_argument("--at", default="", help="address of a service that runs already")
    parser.add_argument("--token", default="", help="of that service's API")
    parser.add_argument("--password", default="", help=f"of its user {NAME}")
    parser.add_argument("--serve", action="store_true", help="take none; serve until Ctrl-C")
    parser.add_argument("--out", type=Path, default=IMAGES / "console", help="folder of the pictures")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    shots = chosen(name for name in given.only.split(",") if name)
    set_up(level="warning")
    if given.at:
        async with chromium() as browser:
            await take(browser, At(given.at, given.token, given.password), shots, given.out)
        return
    with tempfile.TemporaryDirectory(prefix="gridwatch-screenshots-") as folder:
        async with stage(Path(folder)) as at, chromium() as browser:
            if given.serve:
                told = f"--at {at.base} --token {at.token} --password {at.password}"
                out.print(told, markup=False, highlight=False, soft_wrap=True)
            bench = given.serve or any(shot.name.startswith("engineer") for shot in shots)
            await prepare(browser, at, Path(folder), bench=bench)
            if given.serve:
                await asyncio.Event().wait()
            await take(browser, at, shots, given.out)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[At]:
    """Run simulated district and service, and yield where that is."""
    keys = DemoSecrets.fresh()
    command = module("gridwatch.simulator.serve", "--seconds", str(SECONDS), "--plan", json.dumps(CITY))
    environment = {
        "GRIDWATCH_SIM_SECRET": keys.platform,
        "GRIDWATCH_SIM_CALLBACK_SECRET": keys.callback,
        **environment_of(keys.login),
    }
    tell("rendering the district ...")
    async with Child(command, environment) as district:
        configs = write_scene(folder, seconds=SECONDS, ports=district.hello, keys=keys, api_port=free_port())
        write_candidates(folder / "workbench")
        done = await asyncio.to_thread(fill_past, configs, folder, now=SystemClock().now())
        tell(f"{done.incidents} earlier cases, {done.live} of them alive, in {done.seconds:.0f} s")
        configuration = load(configs)
        password = await asyncio.to_thread(add_demo_user, configuration.settings.storage.url, SystemClock())
        service = Service(configuration, clock=SystemClock(), rng=random.Random(0), watch_files=False)  # noqa: S311 - jitter
        async with hosted(service):
            await district.ask({"do": "callback", "url": f"{service.base_url}/api/v1/platform/status"})
            yield At(service.base_url, keys.api_token, password)


async def prepare(browser: Browser, at: At, folder: Path, *, bench: bool) -> None:
    """Let the shift begin: colleagues and silences, the engineer's afternoon (`bench`), and a case proven cleared."""
    context = await browser.new_context(extra_http_headers={"Authorization": f"Bearer {at.token}"})
    shift = Shift(context.request, at.base, SystemClock())
    await shift.staff()
    if bench:
        await make_workbench(folder / "workbench", tell)
    await shift.wait_for_proof(PATIENCE_S, tell)
    await context.close()


async def take(browser: Browser, at: At, shots: tuple[Shot, ...], folder: Path) -> None:
    """Take the pictures, and the montage of what cameras see when all are taken."""
    context = await browser.new_context(extra_http_headers={"Authorization": f"Bearer {at.token}"})
    shift = Shift(context.request, at.base, SystemClock())
    names = await shift.names()
    session = await log_in(browser, at.base, NAME, at.password)
    size, failed = await take_all(browser, at.base, session, shots, names, folder, tell)
    if shots == chosen(()):
        montage = _packed(await _montage(shift))
        (folder.parent / "district.png").write_bytes(montage)
        size += len(montage)
    tell(f"{size / 1e6:.1f} MB in {folder}")
    await context.close()
    if failed:
        sys.exit(f"not taken: {', '.join(failed)}")


async def _montage(shift: Shift) -> Image:
    """Return six cameras' latest pictures side by side."""
    tiles: list[Any] = []
    for camera_id in MONTAGE:
        picture = cv2.imdecode(np.frombuffer(await shift.latest(camera_id), np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            raise RuntimeError(f"{camera_id} shows nothing")
        tiles.append(cv2.resize(picture, TILE, interpolation=cv2.INTER_AREA))
    return np.asarray(np.vstack([np.hstack(tiles[:3]), np.hstack(tiles[3:])]), np.uint8)


def _packed(picture: Image) -> bytes:
    """Return a PNG of at most `LARGEST` bytes: with fewer shades where that is needed."""
    for bits in range(6):
        half = (1 << bits) >> 1
        coarse = np.minimum((picture.astype(np.uint16) + half) >> bits << bits, 255).astype(np.uint8)
        png = cv2.imencode(".png", coarse, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()
        if len(png) <= LARGEST:
            break
    return png
