"""A city without a network: the real desk, courier, store and trail under a clock that is moved by hand.

Only three things are played: what cameras see, what the grid platform says, and how its receiver answers. The
courier is the real one; its connection is replaced by `Receiver`, which answers as it is told and remembers
what came, in order, also where its answer was lost on the way.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from alerts.callbacks import PlatformStatus, Refusal, StatusUpdate, parse_status
from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.delivery import Courier
from alerts.desk import Desk, Outcome
from alerts.evidence import EvidenceStore
from alerts.grid import GridIndex
from alerts.locate import Locator
from alerts.retry import Answer
from alerts.signing import new_key, sign
from alerts.store.base import Delivery, Store
from core.clock import ManualClock
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.receiver import Receiver as ReceiverSettings
from core.config.settings.delivery import Delivery as DeliverySettings
from core.config.settings.merging import Merging
from core.frame import Frame, FrameSource
from core.geo import LocalPlane, LonLat
from core.ids import CountingIds
from core.incident import Incident
from core.look import LookReason
from core.secrets import Secrets
from core.sighting import Finding, Sighting
from tests.builders import START, camera, detections, profile
from tests.builders_desk import sighting

RECEIVER = "grid-platform"
FACTS = {"model": "m 1", "model_sha256": "ab" * 32, "profile": "street v3"}
TABLE = MatterTable.model_validate(
    {
        "table": "GB/T 47678.5-2026",
        "version": "t",
        "rows": [
            {
                "matter": "construction_waste",
                "code": "06011",
                "name": "积存垃圾渣土",
                "name_en": "Accumulated waste",
            }
        ],
    }
)
_IMAGE = np.full((18, 32, 3), 127, np.uint8)
_JPEG = cv2.imencode(".jpg", _IMAGE)[1].tobytes()
_FAR_M = 200.0  # between two cameras: what they see is never one thing
_KEY = new_key(lambda size: b"k" * size)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One request that reached the receiver."""

    at: datetime
    delivery: str
    incident: str
    version: int
    body: bytes
    answered: bool  # False: its answer was lost, and Gridwatch knows nothing of it


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a rule says of one thing in one look. Things in different slots lie apart in the picture."""

    finding: Finding
    subject: str
    slot: int = 0
    since: datetime | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where it lies, relative."""
        x0 = 0.02 + 0.14 * (self.slot % 7)
        return x0, 0.6, x0 + 0.12, 0.8


class Receiver:
    """Stands where the courier's connection stands. `choose` decides; without it, all is accepted."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.script: deque[str] = deque()  # "ok", "lost", "declined", "down", "busy", "error", "gone"
        self.choose: Callable[[Delivery], str] = lambda _: "ok"
        self.arrivals: list[Arrival] = []
        self.answers: Counter[str] = Counter()

    async def attempt(self, delivery: Delivery) -> Answer:
        """Answer as the script says."""
        what = self.script.popleft() if self.script else self.choose(delivery)
        self.answers[what] += 1
        if what == "declined":
            return Answer(status=200, detail='{"code": 1}', took_s=0.05, declined=True)
        if what == "down":
            return Answer(status=None, detail="ConnectionRefusedError", took_s=0.01)
        if what in {"busy", "error", "gone"}:
            status = {"busy": 429, "error": 500, "gone": 410}[what]
            wait = 60.0 if what == "busy" else None
            return Answer(status=status, detail=f"{status}", took_s=0.01, retry_after_s=wait)
        self.arrivals.append(
            Arrival(
                at=self._clock.now(),
                delivery=delivery.id,
                incident=delivery.incident_id,
                version=delivery.incident_version,
                body=delivery.body,
                answered=what == "ok",
            )
        )
        if what == "lost":
            return Answer(status=None, detail="no answer within 20 s", took_s=20.0)
        number = f"GD-{delivery.incident_id[-6:]}"
        told = {"code": 0, "case_number": number}
        return Answer(status=200, detail=json.dumps(told), took_s=0.05, case_number=number)

    async def close(self) -> None:
        """Nothing is held."""


class City:
    """Cameras, a platform and its receiver around one desk. `restart` is a new process on the same store."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        *,
        cameras: int = 3,
        seed: int = 1,
        work: Callable[[], Casework] = Casework,
    ) -> None:
        self.work = work
        self.clock = ManualClock(START)
        self.store = store
        self.rng = random.Random(seed)
        self.folder = folder
        self.evidence = EvidenceStore(folder, max_bytes=10**10)
        self.ids = CountingIds()
        self.cameras = {f"cam-{n + 1}": _camera(n) for n in range(cameras)}
        self.profile: Profile = profile()
        self.receiver = Receiver(self.clock)
        self.states: dict[str, Mapping[str, Any]] = {}  # rule states as last handed in
        self.looks = 0
        self.messages = 0
        self._runner = asyncio.Runner()
        self.restart()

    def restart(self) -> None:
        """Start anew: everything that was only in memory is gone."""
        settings = ReceiverSettings(
            name=RECEIVER, url="http://127.0.0.1:1/x", secret="s", allow=("127.0.0.0/8",)
        )
        self.delivery = DeliverySettings()
        self.desk = Desk(
            store=self.store,
            locator=Locator(cameras=self.cameras.get, grid=GridIndex, merging=Merging()),
            codes=CodeTable(TABLE),
            evidence=self.evidence,
            receivers=(settings,),
            delivery=self.delivery,
            merging=Merging(),
            clock=self.clock,
            ids=self.ids,
            work=self.work,
        )
        self.courier = Courier(
            self.store,
            (settings,),
            Secrets(values={"s": _KEY}),
            self.delivery,
            self.clock,
            self.rng,
            desk=self.desk,
        )
        self.courier._senders = {RECEIVER: self.receiver}  # type: ignore[dict-item]  # plays a Sender
        self.desk.resume(self.clock.now())

    def close(self) -> None:
        """Let go of threads and loop."""
        self._runner.run(self.courier.close())
        self._runner.close()

    def look(
        self,
        camera_id: str,
        *findings: Finding,
        subject: str,
        since: datetime | None = None,
        reason: LookReason = LookReason.PATROL,
        incident_id: str | None = None,
        slot: int = 0,
    ) -> Outcome:
        """Take a look in, in which a rule says these things of one subject; things in other slots lie apart."""
        said = [Said(finding=one, subject=subject, slot=slot, since=since) for one in findings]
        return self.take(camera_id, said, reason=reason, incident_id=incident_id)

    def take(
        self,
        camera_id: str,
        said: Sequence[Said],
        *,
        reason: LookReason = LookReason.PATROL,
        incident_id: str | None = None,
    ) -> Outcome:
        """Take a look in, with all that the rules of its camera say; what lies there is in its boxes."""
        self.looks += 1
        now, look_id = self.clock.now(), f"look-{self.looks:06d}"
        frame = Frame(
            camera_id=camera_id,
            look_id=look_id,
            taken_at=now,
            reason=reason,
            source=FrameSource.SNAPSHOT,
            image=_IMAGE,
            jpeg=_JPEG,
            incident_id=incident_id,
        )
        lying = [one for one in said if one.finding is Finding.PRESENT]
        boxes = detections(*(("waste", one.box, 0.9) for one in lying), size=(32, 18))
        state = {"looks": self.looks, "said": [one.subject for one in said]}
        sightings = [_sighting(one, camera_id, look_id, now) for one in said]
        outcome = self.desk.take(frame, boxes, sightings, state, self.profile, FACTS)
        self.states[camera_id] = state
        return outcome

    def say(
        self,
        incident_id: str,
        status: PlatformStatus,
        *,
        message: str | None = None,
        ago_s: float = 0.0,
        case_number: str | None = None,
    ) -> Mapping[str, Any] | Refusal:
        """Let the platform say something: signed, read and answered as over HTTP."""
        self.messages += 1
        now = self.clock.now()
        body: dict[str, Any] = {
            "incident_id": incident_id,
            "status": status.value,
            "at": (now - timedelta(seconds=ago_s)).isoformat(),
        }
        if status is PlatformStatus.DELAYED:
            body["due_at"] = (now + timedelta(days=3)).isoformat()
        if case_number is not None:
            body["case_number"] = case_number
        raw = json.dumps(body).encode()
        headers = sign(_KEY, message_id=message or f"told-{self.messages:06d}", at=now, body=raw)
        update = parse_status(headers, raw, secret=_KEY, now=now)
        return self.desk.platform(update) if isinstance(update, StatusUpdate) else update

    def deliver(self, *answers: str, rounds: int = 1) -> int:
        """Let the courier try what is due, so many times; return the attempts."""
        self.receiver.script.extend(answers)
        made = sum(self._runner.run(self.courier.once()) for _ in range(rounds))
        self.receiver.script.clear()
        return made

    def deliver_all(self, most: int = 200) -> None:
        """Deliver until nothing is due any more."""
        for _ in range(most):
            if not self.deliver():
                return
        raise AssertionError("the courier does not come to an end")

    def incident(self, incident_id: str) -> Incident:
        """Return an incident as it is kept."""
        with self.store.read() as reader:
            found = reader.incident(incident_id)
        assert found is not None
        return found


def _sighting(said: Said, camera_id: str, look_id: str, now: datetime) -> Sighting:
    one = sighting(said.finding, camera_id=camera_id, subject=said.subject, box=said.box)
    why = replace(one.reason, code="dwell.missed") if said.finding is Finding.MISSED else one.reason
    return replace(one, at=now, look_id=look_id, since=said.since or now, reason=why)


def _camera(number: int) -> Camera:
    plane = LocalPlane(origin=LonLat(lon=120.25, lat=30.45))
    point = plane.to_lonlat(_FAR_M * (number % 40), _FAR_M * (number // 40))
    position = {"lon": point.lon, "lat": point.lat, "datum": "WGS84"}
    return camera(f"cam-{number + 1}", position=position)
