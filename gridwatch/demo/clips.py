"""The demo on recorded clips: each one a camera behind a real RTSP server with digest login."""

from __future__ import annotations

import asyncio
import math
import random
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from core.clock import SystemClock
from core.secrets import Credential
from gridwatch.configuration.loader import load
from gridwatch.demo.folder import DemoSecrets, fresh_folder, settings, write_receiver, write_secrets
from gridwatch.demo.report import DemoReport, deliveries, raised
from gridwatch.demo.story import Story
from gridwatch.hosting import free_port, hosted
from gridwatch.repository import REPOSITORY
from gridwatch.service import Service
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.clips import ClipPictures, clip_names
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.gst_rtsp import GstRtspServer, available
from gridwatch.simulator.platform import GridPlatform
from gridwatch.simulator.platform_case import CityPlan
from gridwatch.workbench.clips import find_clips
from gridwatch.workbench.profiles import read_profile

_LOOK_S = 1.0  # a clip lasts seconds: its cameras are looked at once a second


async def run_clips(clips: Path, profile: str, *, seconds: float, folder: Path, headless: bool) -> DemoReport:
    """Serve every clip of a folder as a camera, check all of them by `profile`, and report what was raised."""
    fresh_folder(folder)
    keys = DemoSecrets.fresh()
    names = clip_names(find_clips([clips]))
    platform = GridPlatform(secret=keys.platform, plan=CityPlan(answers=False))
    async with _streams(names, keys.login, folder / "streams") as (urls, server), platform:
        configs = _write(folder, names, urls, profile, platform.url, keys)
        configuration = load(configs)
        service = Service(configuration, clock=SystemClock(), rng=random.Random(0), watch_files=False)  # noqa: S311 - jitter
        async with hosted(service) as host:
            story = Story(service.parts.store, configuration.cameras, SystemClock().now(), headless=headless)
            story.say(f"{len(names)} clips behind {server}, digest login")
            telling = asyncio.create_task(story.run(host.stop))
            await asyncio.wait({host.running}, timeout=seconds)
            on_time = service.parts.engine.report()
            incidents = raised(service.parts.store)
            sent = deliveries(service.parts.store, platform.counters.verified)
        await telling
    blind = [] if on_time.looks else ["no clip could be looked at"]
    report = DemoReport(
        cameras=len(names),
        looks=on_time.looks,
        on_time_share=on_time.share,
        incidents=incidents,
        deliveries=sent,
        truth=None,
        shortfalls=tuple(blind),
    )
    story.sum_up(report)
    return report


@asynccontextmanager
async def _streams(
    clips: Mapping[str, Path], login: Credential, folder: Path
) -> AsyncIterator[tuple[dict[str, str], str]]:
    """Serve the clips; yield their addresses and what serves them. Without GStreamer our own server does."""
    if available() is None:
        async with GstRtspServer(clips, login, folder) as server:
            yield {name: server.url(name) for name in clips}, "the GStreamer RTSP server"
        return
    pictures = ClipPictures(clips)
    fleet = Fleet([Device(id=name, login=login) for name in clips])
    try:
        async with CameraServer(fleet, pictures) as cameras:
            assert cameras.streams is not None  # noqa: S101 - asked for by default
            yield (
                {name: cameras.streams.url(name) for name in clips},
                "Gridwatch's own RTSP server (no GStreamer here)",
            )
    finally:
        pictures.close()


def _write(
    folder: Path,
    clips: Mapping[str, Path],
    urls: Mapping[str, str],
    profile: str,
    platform_url: str,
    keys: DemoSecrets,
) -> Path:
    configs = folder / "configs"
    for part in ("matters", "grid"):
        shutil.copytree(REPOSITORY / "configs" / part, configs / part)
    chosen = read_profile(REPOSITORY / "configs", profile).model_dump(mode="json", exclude_defaults=True)
    chosen |= {"select": {"scenes": ["clip"]}, "period_s": _LOOK_S, "confirm_s": _LOOK_S}
    _dump(configs / "profiles" / f"{chosen['name']}.yaml", chosen)
    _dump(configs / "gridwatch.yaml", _DISTRICT | settings(folder, free_port()))
    write_receiver(configs, platform_url)
    _dump(
        configs / "cameras" / "clips.yaml",
        {
            "defaults": {
                "owner": "clips",
                "scene": "clip",
                "access": {"onvif": False, "credential": "simulator"},
            },
            "cameras": [
                {
                    "id": name,
                    "name": path.name,
                    "access": {"rtsp_url": urls[name], "host_key": name},
                    "position": spot,
                }
                for (name, path), spot in zip(clips.items(), _spots(len(clips)), strict=True)
            ],
        },
    )
    write_secrets(configs / "secrets.yaml", keys)
    return configs


_DISTRICT: dict[str, Any] = {"district": {"name": "示范区", "name_en": "Demo District", "code": "990101"}}


def _spots(count: int) -> list[dict[str, Any]]:
    """Return places in the demo district, 300 m apart: a clip does not say where it was taken."""
    side = math.ceil(math.sqrt(count))
    return [
        {"lon": 120.25 + 0.003 * (i % side), "lat": 30.45 + 0.003 * (i // side), "datum": "WGS84"}
        for i in range(count)
    ]


def _dump(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
