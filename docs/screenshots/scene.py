"""The district that the pictures show: rendered cameras, more of them around, and a year of earlier cases."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import yaml

from alerts.codes import CodeTable
from alerts.evidence import EvidenceStore
from core.config.camera import Access, Camera
from core.geo import LonLat
from gridwatch.bench.console.district import Spot
from gridwatch.bench.console.fill import City, Filled, fill
from gridwatch.casework import casework_of
from gridwatch.configuration.loader import Configuration, load
from gridwatch.demo.folder import DemoSecrets, settings, write_receiver, write_secrets
from gridwatch.load.world import MATTERS
from gridwatch.repository import REPOSITORY
from gridwatch.simulator.district import fleet, write_district
from gridwatch.simulator.profiles import PROFILES
from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.script import SceneScript, demo_script
from gridwatch.simulator.world import SimCamera, World

CAMERAS = 160  # on the map; the script's own fifteen are looked at fast, the rest show what those see
PAST = 6_000  # cases of the year before
EVIDENCE_AT_MOST = 10**9  # bytes
PACE_S = 6.0  # of the script's own cameras: two cores keep up beside a browser
SLOW_S = 240.0  # seconds between two looks of the other cameras
_SHOWS = (  # whose view the others have; few show a heap or a crowd, as in a real district
    "cam-05", "cam-06", "cam-07", "cam-08", "cam-11", "cam-12", "cam-13", "cam-14", "cam-07", "cam-11",
    "cam-12", "cam-05", "cam-08", "cam-13",
)  # fmt: skip
_SEES_SOMETHING = (
    "cam-09",
    "cam-10",
)  # the heap of Hubin Road, which nobody is told of and nobody takes away
_OWNERS = ("police", "urban-management", "property", "education", "building-site", "market")


def write_scene(
    folder: Path, *, seconds: float, ports: Mapping[str, Any], keys: DemoSecrets, api_port: int
) -> Path:
    """Write `folder`/configs and return its path; `ports` is what the simulated district told."""
    script = demo_script(seed=0, seconds=seconds)
    order = {camera_id: i for i, camera_id in enumerate(script.cameras)}
    cameras = _cameras(script)
    view_of = {one.id: one.view or one.id for one in cameras}

    def access(camera_id: str) -> Access:
        number, view = _number(camera_id), view_of[camera_id]
        if number and number % 29 == 0:  # nobody answers there
            return Access(host="127.0.0.1", onvif_port=9, credential="simulator", host_key=camera_id)
        if number and number % 41 == 0:
            return Access(
                host="127.0.0.1", onvif_port=ports["http"], onvif_path=_path(view), host_key=camera_id
            )
        if order[view] % 3 == 2 and script.cameras[view].turning is None:
            url = f"rtsp://127.0.0.1:{ports['rtsp']}/cam/{view}/sub"
            return Access(onvif=False, rtsp_url=url, credential="simulator", host_key=camera_id)
        return Access(
            host="127.0.0.1", onvif_port=ports["http"], onvif_path=_path(view), credential="simulator",
            host_key=camera_id,
        )  # fmt: skip

    configs = folder / "configs"
    write_district(
        configs,
        script,
        access=access,
        cameras=cameras,
        matters=REPOSITORY / "configs" / "matters",
        settings=_settings(folder, api_port),
        profiles={**PROFILES, "street_review": _REVIEW},
        seed=0,
    )
    _slow_down(configs / "cameras")
    write_receiver(configs, ports["platform"])
    write_secrets(configs / "secrets.yaml", keys)
    return configs


def fill_past(
    configs: Path, folder: Path, *, now: datetime, progress: Callable[[int], None] = lambda _: None
) -> Filled:
    """Fill the store with the cases of the year before `now`, at the configuration's own cameras."""
    configuration = load(configs)
    return fill(
        folder / "gridwatch.db",
        City(
            cameras=[_spot(configuration, one) for one in configuration.cameras.values()],
            codes=CodeTable(configuration.matter_table),
            work=casework_of(configuration),
            matters={matter: share for matter, (share, _) in MATTERS.items()},
        ),
        incidents=PAST,
        now=now,
        seed=3,
        evidence=EvidenceStore(folder / "evidence", max_bytes=EVIDENCE_AT_MOST),
        picture=_heaps(),
        progress=progress,
    )


_REVIEW: dict[str, Any] = {
    **PROFILES["street"],
    "name": "street_review",
    "description": "As street; what is found waits for an operator before the platform is told.",
    "report": "after_confirmation",
}


def _path(view: str) -> str:
    return f"/cam/{view}/onvif/device_service"


def _number(camera_id: str) -> int:
    return int(camera_id.removeprefix("port-")) if camera_id.startswith("port-") else 0


def _cameras(script: SceneScript) -> list[SimCamera]:
    rng = random.Random("owners")  # noqa: S311 - the same each time
    made = []
    for one in fleet(script, CAMERAS):
        number = _number(one.id)
        if not number:
            made.append(one)
            continue
        seen = _SEES_SOMETHING[number // 9 % 2] if number % 9 == 4 else _SHOWS[number % len(_SHOWS)]
        model = script.cameras[seen]
        made.append(
            replace(
                one, view=seen, scene=model.scene, owner=rng.choice(_OWNERS), turning=None,
                pose=model.pose.model_copy(update={"heading_deg": one.pose.heading_deg}),
            )
        )  # fmt: skip
    return made


def _slow_down(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        for one in held["cameras"]:
            number = _number(one["id"])
            if one["scene"] == "street" and (number or one["id"] in _SEES_SOMETHING):
                one["profile"] = "street_review"
            one["period_s"] = SLOW_S if number else PACE_S
            if not number:
                continue
            if number % 53 == 0:
                one["enabled"] = False
        path.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _settings(folder: Path, api_port: int) -> dict[str, Any]:
    bench = folder / "workbench"
    return settings(folder, api_port) | {
        "workbench": {name: str(bench / name) for name in ("runs", "clips", "truth", "candidates")},
        "shadow": {
            "profiles": str(bench / "shadow"), "share": 0.25, "file": str(folder / "shadow.db"), "pictures": True,
        },
    }  # fmt: skip


def _spot(configuration: Configuration, camera: Camera) -> Spot:
    at = camera.position
    path = configuration.grid.path_of(camera.grid_code or "")
    return Spot(
        camera=camera.id,
        name=camera.name,
        owner=camera.owner,
        point=LonLat(lon=at.lon, lat=at.lat),
        path=path,
    )


def _heaps() -> Callable[[int], bytes]:
    """Return what gives a rendered street with a heap where the filled cases have their box."""
    script = demo_script(seed=0, seconds=60)
    renderer = Renderer(World(script))
    made = []
    for t in (14.0, 18.0, 23.0, 29.0):
        picture = renderer.picture("cam-01", t)
        made.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 82])[1].tobytes())
    return lambda number: made[number % len(made)]
