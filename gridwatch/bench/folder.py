"""The configs folder of a bench: so many cameras of a few owners, one profile, no receivers."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from core.secrets import Credential
from gridwatch.bench.cameras import names
from gridwatch.repository import REPOSITORY
from gridwatch.simulator.loopback import host_of

SESSIONS = 256  # open at the same time, over all cameras
OWNERS = ("police", "urban-management", "property", "education", "market", "building-sites")
_MIDDLE = (120.2, 30.45)  # degrees, WGS-84; cameras stand in rows 40 m apart from here on
_ACROSS = 90  # cameras in a row


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """What is measured."""

    cameras: int
    period_s: float
    """Seconds between two looks of a camera."""
    gate: Literal["off", "shadow", "on"] = "on"
    change_share: float = 0.2
    """Of the looks that show something new."""
    model: str = "models/default"
    """Model folder, absolute or below the project."""
    streets: int = 6
    """Rendered; every camera shows one of them."""
    threads: int = 0
    """CPU threads of the detector; 0 is every core."""
    streams: bool = False
    """Cameras offer a stream and no snapshot."""


def write_bench_folder(folder: Path, bench: Bench, *, port: int, login: Credential, api_port: int) -> Path:
    """Write `folder`/configs and return its path. `port`: where the cameras answer, HTTP or, with streams, RTSP."""
    configs = folder / "configs"
    for name in ("cameras", "profiles"):
        (configs / name).mkdir(parents=True)
    shutil.copytree(REPOSITORY / "configs" / "matters", configs / "matters")
    rows = [_camera(i, name, _access(bench, i, name, port)) for i, name in enumerate(names(bench.cameras))]
    lines = [f"- {json.dumps(row)}" for row in rows]  # JSON is YAML, and is written in no time
    (configs / "cameras" / "fleet.yaml").write_text("cameras:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    _write(configs / "profiles" / "street.yaml", _profile(bench.period_s))
    _write(configs / "gridwatch.yaml", _settings(folder, bench, api_port))
    write_secrets(configs, login)
    return configs


def write_secrets(configs: Path, login: Credential) -> None:
    """Write the cameras' login, as `simulator`, and a token for the API."""
    secrets = {
        "credentials": {"simulator": {"user": login.user, "password": login.password}},
        "values": {"api-token": os.urandom(16).hex()},
    }
    descriptor = os.open(configs / "secrets.yaml", os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(secrets, file)


def position_of(number: int) -> dict[str, Any]:
    """Return where camera `number`, from 0, stands."""
    lon, lat = _MIDDLE[0] + (number % _ACROSS) * 4.2e-4, _MIDDLE[1] + (number // _ACROSS) * 3.6e-4
    return {"lon": round(lon, 6), "lat": round(lat, 6), "datum": "WGS84"}


def model_folder(model: str) -> Path:
    """Return the folder that a bench's `model` names."""
    return (REPOSITORY / model).resolve()


def _access(bench: Bench, number: int, name: str, port: int) -> dict[str, Any]:
    if bench.streams:
        address = {"rtsp_url": f"rtsp://127.0.0.1:{port}/cam/{name}/sub"}
    else:
        address = {"snapshot_url": f"http://{host_of(number + 1)}:{port}/cam/{name}/snapshot.jpg"}
    return address | {"onvif": False, "credential": "simulator", "host_key": name}


def _camera(number: int, name: str, access: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "owner": OWNERS[number % len(OWNERS)],
        "scene": "street",
        "position": position_of(number),
        "access": access,
        "pose": {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 70},
    }


def _profile(period_s: float) -> dict[str, Any]:
    dwell = {"kind": "dwell", "k": 3, "n": 4, "over_s": 600}
    return {
        "name": "street",
        "description": "What a street is checked for.",
        "period_s": period_s,
        "rules": [
            dwell
            | {"id": "waste", "matter": "construction_waste", "classes": ["waste"], "min_confidence": 0.6},
            dwell
            | {"id": "overflow", "matter": "bin_overflow", "classes": ["overflow"], "min_confidence": 0.75},
        ],
    }


def _settings(folder: Path, bench: Bench, api_port: int) -> dict[str, Any]:
    return {
        "district": {"name": "Bench", "name_en": "Bench", "code": "990101"},
        "model": {"folder": str(model_folder(bench.model)), "threads": bench.threads},
        "gate": {"mode": bench.gate},
        "budgets": {
            "sessions": SESSIONS,
            "sessions_per_owner": SESSIONS,
            "looks_per_s": 1000,
            "pictures_per_s": 1000,
        },
        "storage": {"url": f"sqlite:///{folder / 'gridwatch.db'}", "evidence": str(folder / "evidence")},
        "api": {"port": api_port},
    }


def _write(path: Path, values: object) -> None:
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
