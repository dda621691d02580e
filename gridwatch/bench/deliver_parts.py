"""The service's own parts from a look to a receiver: store, desk, evidence, courier. No detector, no API."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from alerts.codes import CodeTable
from alerts.delivery import Courier
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.grid import GridIndex, load_grid, unit_layers
from alerts.links import evidence_links
from alerts.locate import Locator
from alerts.store.sql import SqlStore
from core.clock import Clock
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.config.settings.merging import Merging
from core.ids import UlidIds
from core.secrets import Secrets
from gridwatch.repository import REPOSITORY

RECEIVER = "grid-platform"
_CAMERAS = 400
_MIDDLE = (120.2455, 30.4514)  # degrees, WGS-84: in the example district's grid
_ACROSS = 20  # cameras in a row
_STEP = (8.4e-4, 7.2e-4)  # degrees between them, about 80 m: what two of them see is never one thing
_LINKS = "https://gridwatch.example/evidence"


class Parts:
    """One Gridwatch from the desk on, in `folder`, telling one receiver at `url`.

    Durable: `synchronous=FULL` in WAL mode, one sync a commit.
    """

    def __init__(
        self,
        folder: Path,
        *,
        url: str,
        secret: str,
        clock: Clock,
        rng: random.Random,
        retry_s: Sequence[float] | None = None,
        in_flight: int | None = None,
        verify_s: float | None = None,
    ) -> None:
        self.clock = clock
        self.ids = UlidIds(clock, rng)
        self.cameras = {camera.id: camera for camera in map(_camera, range(_CAMERAS))}
        self.receivers = (
            Receiver(name=RECEIVER, url=url, secret="receiver", allow=("127.0.0.0/8",)),  # noqa: S106 - its name
        )
        changes = {"retry_s": retry_s, "in_flight": in_flight, "evidence_url": _LINKS}
        self.delivery = Delivery.model_validate({k: v for k, v in changes.items() if v is not None})
        self.merging = Merging() if verify_s is None else Merging(verify_s=verify_s)
        self.codes = CodeTable(matters())
        self.locator = Locator(cameras=self.cameras.get, grid=grid, merging=self.merging)
        self.evidence = EvidenceStore(folder / "evidence", max_bytes=10**10, durable=True)
        self.links = evidence_links(base_url=_LINKS, secret="not a secret", valid_s=604800)  # noqa: S106 - serves nothing
        self.store = SqlStore(f"sqlite:///{folder / 'gridwatch.db'}", durable=True)
        self.desk = Desk(
            store=self.store,
            locator=self.locator,
            codes=self.codes,
            evidence=self.evidence,
            receivers=self.receivers,
            delivery=self.delivery,
            merging=self.merging,
            clock=clock,
            ids=self.ids,
            links=self.links,
        )
        self.courier = Courier(
            self.store,
            self.receivers,
            Secrets(values={"receiver": secret}),
            self.delivery,
            clock,
            rng,
            desk=self.desk,
        )

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


@cache
def grid() -> GridIndex:
    """Return the example district's grid."""
    found, _ = load_grid(unit_layers(REPOSITORY / "configs"))
    return found


@cache
def matters() -> MatterTable:
    """Return the example city's code table."""
    text = (REPOSITORY / "configs" / "matters" / "gbt-47678.5-2026.yaml").read_text(encoding="utf-8")
    return MatterTable.model_validate(yaml.safe_load(text))


def _camera(number: int) -> Camera:
    lon, lat = _MIDDLE[0] + number % _ACROSS * _STEP[0], _MIDDLE[1] - number // _ACROSS * _STEP[1]
    return Camera.model_validate(
        {
            "id": f"cam-{number:03d}",
            "name": f"Camera {number}",
            "owner": "urban-management",
            "scene": "street",
            "position": {"lon": lon, "lat": lat, "datum": "WGS84"},
            "access": {"host": "127.0.0.1"},
            "pose": {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 70},
        }
    )
