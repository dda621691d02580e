"""The configs folder of the probe's bench: cameras by address and login, and nothing that a probe does not read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from core.secrets import Credential
from gridwatch.bench.folder import OWNERS, model_folder, position_of, write_secrets
from gridwatch.bench.probe_fleet import GONE, Simulated
from gridwatch.repository import REPOSITORY


def write_probe_folder(
    folder: Path, fleet: Sequence[Simulated], *, ports: tuple[int, int], login: Credential
) -> Path:
    """Write `folder`/configs and return its path. `ports`: of the cameras, and of those where nobody listens."""
    configs = folder / "configs"
    (configs / "cameras").mkdir(parents=True)
    for name in ("matters", "profiles"):
        shutil.copytree(REPOSITORY / "configs" / name, configs / name)
    rows = [_camera(number, one, ports[one.fault == GONE]) for number, one in enumerate(fleet)]
    lines = [f"- {json.dumps(row)}" for row in rows]  # JSON is YAML, and is written in no time
    (configs / "cameras" / "fleet.yaml").write_text("cameras:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    settings = {
        "district": {"name": "Bench", "name_en": "Bench", "code": "990101"},
        "model": {"folder": str(model_folder("models/default"))},
        "storage": {"url": f"sqlite:///{folder / 'gridwatch.db'}", "evidence": str(folder / "evidence")},
    }
    (configs / "gridwatch.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    write_secrets(configs, login)
    return configs


def _camera(number: int, one: Simulated, port: int) -> dict[str, Any]:
    return {
        "id": one.device.id,
        "name": one.device.id,
        "owner": OWNERS[number % len(OWNERS)],
        "scene": "street",
        "position": position_of(number),
        "access": {"host": one.host, "onvif_port": port, "credential": "simulator"},
    }
