"""What the scenarios share: the service as a process that can be killed, configs folders, an API client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import cv2
import numpy as np
import yaml

from alerts.signing import new_key
from core.clock import SystemClock
from core.frame import Image
from core.secrets import Credential
from gridwatch.demo.folder import DemoSecrets, settings, write_receiver, write_secrets
from gridwatch.repository import REPOSITORY
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.login import environment_of
from tests.conftest import ROOT
from tests.fakes.colour_model import PICTURE, grain, paint

CLOCK = SystemClock()
PATIENCE_S = 90.0  # for anything that takes a second or two on an idle machine


def keys() -> DemoSecrets:
    """Make the secrets of one scenario."""
    return DemoSecrets(
        platform=new_key(),
        callback=new_key(),
        api_token="the token of this scenario",
        login=Credential(user="viewer", password="p@ss:w/rd#1"),
    )


def environment(secrets: DemoSecrets) -> dict[str, str]:
    """Return what a simulated district is told by environment."""
    return {
        "GRIDWATCH_SIM_SECRET": secrets.platform,
        "GRIDWATCH_SIM_CALLBACK_SECRET": secrets.callback,
        **environment_of(secrets.login),
    }


def write_configs(
    folder: Path,
    *,
    model: Path,
    cameras: Sequence[Mapping[str, Any]],
    profile: Mapping[str, Any],
    secrets: DemoSecrets | None,
    platform_url: str = "http://127.0.0.1:9/incidents",
    api_port: int = 0,
    **more: Any,
) -> Path:
    """Write a configs folder of a few cameras and return its path. `more` is laid over gridwatch.yaml.

    Without `secrets` there is no secrets file, as before a first run: then no receiver either.
    """
    configs = folder / "configs"
    values = settings(folder, api_port) | {
        "district": {"name": "示范区", "name_en": "Demo District", "code": "990101"},
        "model": {"folder": str(model)},
    }
    if secrets is None:
        values = {name: value for name, value in values.items() if name != "delivery"}
    dump(configs / "gridwatch.yaml", values | more)
    dump(configs / "profiles" / "only.yaml", profile)
    dump(configs / "cameras" / "cameras.yaml", {"cameras": list(cameras)})
    for part in ("matters", "grid"):
        (configs / part).symlink_to(REPOSITORY / "configs" / part)
    if secrets is not None:
        write_receiver(configs, platform_url)
        write_secrets(configs / "secrets.yaml", secrets)
    return configs


def camera(number: int, **access: Any) -> dict[str, Any]:
    """Return the record of a camera; each stands 300 m from the next."""
    name = f"cam-{number:02d}"
    return {
        "id": name,
        "name": name,
        "owner": "urban-management",
        "scene": "street",
        "position": {"lon": 120.25 + 0.003 * number, "lat": 30.45, "datum": "WGS84"},
        "access": {"credential": "simulator", "host_key": name} | access,
    }


def by_onvif(name: str, port: int) -> dict[str, Any]:
    """Return how a simulated camera is reached that tells its addresses itself."""
    return {"host": "127.0.0.1", "onvif_port": port, "onvif_path": f"/cam/{name}/onvif/device_service"}


def by_snapshot(server: CameraServer, name: str) -> dict[str, Any]:
    """Return how a simulated camera is reached whose snapshot address is known."""
    return {"onvif": False, "snapshot_url": server.url(name)}


HEAP_AFTER_A_SECOND = {
    "name": "heaps",
    "period_s": 0.5,
    "confirm_s": 0.3,
    "confirm_deadline_s": 2,
    "rules": [
        {
            "id": "waste",
            "kind": "dwell",
            "matter": "construction_waste",
            "classes": ["waste"],
            "min_confidence": 0.7,
            "k": 3,
            "n": 4,
            "over_s": 1,
        }
    ],
}
"""A profile for tests.fakes.colour_model."""


class Street:
    """Pictures of simulated cameras: a heap lies where `heaps` says so."""

    def __init__(self) -> None:
        self.heaps: dict[str, tuple[int, int]] = {}  # camera -> column, row

    def __call__(self, camera_id: str, t: float) -> Image:
        """Draw what the camera sees at second `t`."""
        rough = np.random.default_rng(len(camera_id)).integers(60, 190, (18, 32, 3), np.uint8)
        image = grain(np.asarray(cv2.resize(rough, PICTURE, interpolation=cv2.INTER_NEAREST), np.uint8), t)
        if camera_id in self.heaps:
            paint(image, *self.heaps[camera_id])
        return image


def dump(path: Path, values: object) -> None:
    """Write a YAML file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


async def until(
    true: Callable[[], bool | Awaitable[bool]],
    *,
    what: str,
    within_s: float = PATIENCE_S,
    every_s: float = 0.05,
) -> float:
    """Wait until `true()`; return the seconds it took, or fail with `what` was waited for."""
    began = CLOCK.monotonic()
    while True:
        answer = true()
        if await answer if isinstance(answer, Awaitable) else answer:
            break
        if CLOCK.monotonic() - began > within_s:
            raise AssertionError(f"waited {within_s:g} s in vain for: {what}")
        await asyncio.sleep(every_s)
    return CLOCK.monotonic() - began


async def pause(seconds: float) -> None:
    """Let the world go on for a while."""
    await asyncio.sleep(seconds)


def gridwatch(*arguments: str) -> list[str]:
    """Return the command line of a `gridwatch` command, run by this very Python."""
    return [sys.executable, "-c", "from gridwatch.cli import main; main()", *arguments]


def compiled() -> dict[str, str]:
    """Return our environment without what forbids compiled modules: each start would take seconds longer."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_gridwatch(*arguments: str, within_s: float = 4 * PATIENCE_S) -> str:
    """Run a command to its end; return what it printed, or fail with it."""
    done = subprocess.run(
        gridwatch(*arguments),
        cwd=ROOT,
        env=compiled(),
        capture_output=True,
        text=True,
        timeout=within_s,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


class ServiceProcess:
    """`gridwatch run` as a real process; it can be started again and again, and its log goes on in one file."""

    def __init__(self, configs: Path, **environment: str) -> None:
        self.configs = configs
        self.log = configs.parent / "service.log"
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._from = 0  # where the log of the present process begins
        self._began = 0.0

    async def start(self) -> None:
        """Start it; `started` tells when it works."""
        self._from = self.log.stat().st_size if self.log.exists() else 0
        self._began = CLOCK.monotonic()
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *gridwatch("run", "-c", str(self.configs)),
                cwd=ROOT,
                env=compiled() | self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def started(self) -> float:
        """Wait until it works; return the seconds since its start."""
        await until(self._has_started, what="the start of the service", every_s=0.02)
        return CLOCK.monotonic() - self._began

    def _has_started(self) -> bool:
        if self.running:
            return any(line.get("event") == "service.started" for line in self.lines())
        raise AssertionError(f"the service ended with {self.code} before it started:\n{self.tail()}")

    def lines(self) -> list[dict[str, Any]]:
        """Return what the present process has logged so far, line by line; what is no JSON is left out."""
        read = []
        for line in self.text().splitlines():
            with contextlib.suppress(json.JSONDecodeError):
                told = json.loads(line)
                read += [told] if isinstance(told, dict) else []
        return read

    def tail(self) -> str:
        """Return the end of the present process's log."""
        return "\n".join(self.text().splitlines()[-30:])

    @property
    def base_url(self) -> str:
        """Where its API listens."""
        (line,) = [line for line in self.lines() if line.get("event") == "service.started"]
        return str(line["api"])

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    @property
    def code(self) -> int | None:
        """The exit status of the last process."""
        return self._process.returncode if self._process is not None else None

    def send(self, sign: signal.Signals) -> None:
        """Send a signal."""
        assert self._process is not None
        self._process.send_signal(sign)

    async def kill(self) -> None:
        """`kill -9`. AssertionError when it had ended by itself before."""
        assert self.running, f"the service had ended by itself with {self.code}:\n{self.tail()}"
        self.send(signal.SIGKILL)
        await self.gone()

    async def stop(self) -> float:
        """SIGTERM; return the seconds until it was gone."""
        assert self.running, f"the service had ended by itself with {self.code}:\n{self.tail()}"
        began = CLOCK.monotonic()
        self.send(signal.SIGTERM)
        await self.gone()
        return CLOCK.monotonic() - began

    async def gone(self) -> None:
        """Wait until the process has ended."""
        assert self._process is not None
        await asyncio.wait_for(self._process.wait(), PATIENCE_S)

    def text(self) -> str:
        """Return what the present process has said so far."""
        with self.log.open("rb") as log:
            log.seek(self._from)
            return log.read().decode("utf-8", "replace")


@contextlib.asynccontextmanager
async def service(configs: Path, **environment: str) -> AsyncIterator[ServiceProcess]:
    """Give a service process that is not started yet, and leave none behind."""
    process = ServiceProcess(configs, **environment)
    try:
        yield process
    finally:
        if process.running:
            await process.kill()


class Api:
    """Asks the API of a running service."""

    def __init__(self, base_url: str, token: str) -> None:
        self._base = base_url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str) -> Any:
        """Return the JSON, or the text, of a page of the API."""
        timeout = aiohttp.ClientTimeout(total=30)
        async with (
            aiohttp.ClientSession(headers=self._headers, timeout=timeout) as session,
            session.get(self._base + path) as answer,
        ):
            assert answer.status == 200, f"{path}: {answer.status} {await answer.text()}"
            return await (answer.json() if "json" in answer.content_type else answer.text())

    async def post(self, path: str, body: Any) -> Any:
        """Return what the API answers to a JSON body."""
        async with (
            aiohttp.ClientSession(headers=self._headers) as session,
            session.post(self._base + path, json=body) as answer,
        ):
            assert answer.status < 300, f"{path}: {answer.status} {await answer.text()}"
            return await answer.json()

    async def metric(self, name: str) -> float:
        """Return the value of a metric without labels."""
        text = await self.get("/metrics")
        (value,) = [line.split()[1] for line in text.splitlines() if line.split(" ")[0] == name]
        return float(value)
