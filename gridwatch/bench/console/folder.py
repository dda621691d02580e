"""A folder that `gridwatch run` can serve: the filled store, its pictures, and a configuration with its cameras.

The cameras are never answered for and are looked at once a day at most: what is measured is the console, not looks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from alerts.codes import CodeTable
from alerts.evidence import EvidenceStore
from alerts.grid import load_grid, unit_layers
from core.errors import GridwatchError
from gridwatch.bench.console.district import CAMERAS, spots, write_cameras
from gridwatch.bench.console.fill import City, Filled, fill, small_pictures
from gridwatch.casework import casework_of
from gridwatch.configuration.loader import load
from gridwatch.load.world import MATTERS
from gridwatch.repository import REPOSITORY

DATABASE, PICTURES, CONFIGS = "gridwatch.db", "evidence", "configs"
_TAKEN = ("calendar", "grid", "matters", "units")
_DAY_S = 86_400
_PICTURES_AT_MOST = 10**10  # bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is made."""

    incidents: int = 1_000_000
    cameras: int = CAMERAS
    seed: int = 0
    matters: Mapping[str, float] = field(
        default_factory=lambda: {m: share for m, (share, _) in MATTERS.items()}
    )


def make_folder(
    folder: Path,
    wanted: Wanted,
    *,
    now: datetime,
    port: int = 8080,
    progress: Callable[[float], None] = lambda _: None,
) -> Filled:
    """Make `folder` with configs/, gridwatch.db and evidence/.

    Raises:
        GridwatchError: there is a database in it already.
    """
    if (folder / DATABASE).exists():
        raise GridwatchError(f"{folder / DATABASE} is there already; name another folder")
    configs = write_configs(folder, wanted, port=port)
    configuration = load(configs, {})
    city = City(
        cameras=spots(configuration.grid, cameras=wanted.cameras, seed=wanted.seed),
        codes=CodeTable(configuration.matter_table),
        work=casework_of(configuration),
        matters=wanted.matters,
    )
    return fill(
        folder / DATABASE,
        city,
        incidents=wanted.incidents,
        now=now,
        seed=wanted.seed,
        evidence=EvidenceStore(folder / PICTURES, max_bytes=_PICTURES_AT_MOST),
        picture=small_pictures(wanted.seed),
        progress=progress,
    )


def write_configs(folder: Path, wanted: Wanted, *, port: int) -> Path:
    """Write the configuration anew and return its folder; the token is another each time."""
    configs = folder / CONFIGS
    shutil.rmtree(configs, ignore_errors=True)
    for name in ("cameras", "profiles"):
        (configs / name).mkdir(parents=True)
    for name in _TAKEN:
        shutil.copytree(REPOSITORY / "configs" / name, configs / name)
    grid, _ = load_grid(unit_layers(configs))
    write_cameras(configs / "cameras" / "district.csv", spots(grid, cameras=wanted.cameras, seed=wanted.seed))
    _write(configs / "profiles" / "street.yaml", _profile())
    _write(configs / "gridwatch.yaml", _settings(folder.resolve(), port))
    secrets = os.open(configs / "secrets.yaml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(secrets, "w", encoding="utf-8") as file:
        yaml.safe_dump({"values": {"api-token": os.urandom(16).hex()}}, file)
    return configs


def token_of(folder: Path) -> str:
    """Return the token with which the API of a folder is asked."""
    kept = yaml.safe_load((folder / CONFIGS / "secrets.yaml").read_text(encoding="utf-8"))
    return str(kept["values"]["api-token"])


def _profile() -> dict[str, Any]:
    rule = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    return {"name": "street", "description": "Nobody looks.", "period_s": _DAY_S, "rules": [rule]}


def _settings(folder: Path, port: int) -> dict[str, Any]:
    return {
        "district": {"name": "示范区", "name_en": "Demo District", "code": "990101"},
        "model": {"folder": str(REPOSITORY / "models" / "default"), "threads": 1},
        "budgets": {"looks_per_s": 0.1},
        "storage": {"url": f"sqlite:///{folder / DATABASE}", "evidence": str(folder / PICTURES)},
        "api": {"port": port},
        # A new case a second is a flood, of which the inbox tells one group; here each has a line that is awaited.
        "load": {"flood_start": 1000, "flood_end": 1000},
    }


def _write(path: Path, values: object) -> None:
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
