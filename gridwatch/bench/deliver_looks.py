"""Looks that show something, as rules hand them over, and incidents made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alerts import openings
from alerts.filing import Filing, Mailing
from alerts.life import Event
from alerts.looked import Look
from alerts.openings import Office
from core.config.profile import Profile
from core.detection import Detections
from core.frame import Frame, FrameSource
from core.geometry import Box
from core.incident import Incident
from core.look import LookReason
from core.reason import Reason
from core.sighting import Finding, Sighting
from gridwatch.bench.deliver_parts import Parts

MATTERS = ("construction_waste", "exposed_garbage", "bin_overflow", "piled_goods", "green_waste")
_NAMES = ("person", "car", "waste")
_HEAP = Box(x0=0.42, y0=0.6, x1=0.58, y1=0.75)
_FACTS = {"model": "yolo11s 0.5.0", "model_sha256": "0" * 64, "profile": "street 1"}
PROFILE = Profile.model_validate(
    {
        "name": "street",
        "rules": [{"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}],
    }
)


def frame(parts: Parts, camera_id: str, look_id: str) -> Frame:
    """Return a grey picture taken now."""
    return Frame(
        camera_id=camera_id,
        look_id=look_id,
        taken_at=parts.clock.now(),
        reason=LookReason.PATROL,
        source=FrameSource.SNAPSHOT,
        image=np.full((180, 320, 3), 127, np.uint8),
    )


def sighting(of: Frame, subject: str, matter: str, finding: Finding = Finding.PRESENT) -> Sighting:
    """Return what a rule says of a thing in this look."""
    return Sighting(
        camera_id=of.camera_id,
        look_id=of.look_id,
        at=of.taken_at,
        subject=subject,
        matter=matter,
        rule="waste",
        zone="picture",
        zone_kind="any",
        finding=finding,
        confidence=0.8,
        reason=Reason(code="dwell.present", facts={"label": "waste", "zone": "picture"}),
        box=_HEAP,
        since=of.taken_at,
    )


def look_at(
    parts: Parts, camera_id: str, subject: str, finding: Finding, *, look_id: str, matter: str | None = None
) -> tuple[Incident, ...]:
    """Let the desk take in a look with one thing in it; return the incidents that it changed."""
    look = frame(parts, camera_id, look_id)
    said = sighting(look, subject, matter or MATTERS[0], finding)
    outcome = parts.desk.take(look, nothing(), [said], {"look": look_id}, PROFILE, _FACTS)
    return outcome.incidents


def take(parts: Parts, number: int) -> Incident | None:
    """Let the desk take in a look that confirms thing `number`; return its incident."""
    camera, subject, matter = _thing(parts, number)
    look_id = f"look-{number}"
    changed = look_at(parts, camera, subject, Finding.PRESENT, look_id=look_id, matter=matter)
    return changed[0] if changed else None


def fill(parts: Parts, numbers: Sequence[int], *, versions: int) -> None:
    """Keep an incident for each number with so many versions that are told, in few transactions and without pictures.

    What writes them is what the desk writes with: the filing, its outbox rows and live events.
    """
    office = Office(locator=parts.locator, codes=parts.codes, merging=parts.merging, ids=parts.ids)
    mailing = Mailing(receivers=parts.receivers, settings=parts.delivery, links=parts.links)
    opened: list[str] = []
    for version in range(versions + 1):  # the first confirmation, which acknowledges, is not told
        with parts.store.write() as writer:
            filing = Filing(writer, mailing=mailing, ids=parts.ids, now=parts.clock.now())
            if version == 0:
                opened = [_opened(parts, office, filing, number) for number in numbers]
            else:
                for incident_id in opened:
                    why = Reason.text(f"seen again, {version}")
                    filing.step(filing.require(incident_id), Event.CONFIRM, who="operator:bench", why=why)
            filing.file()


def nothing() -> Detections:
    """Return the boxes of a picture in which the detector found nothing, so that its copy needs no mask."""
    return Detections(
        boxes=np.zeros((0, 4), np.float32),
        scores=np.zeros(0, np.float32),
        labels=np.zeros(0, np.int16),
        names=_NAMES,
        picture_size=(320, 180),
    )


def _opened(parts: Parts, office: Office, filing: Filing, number: int) -> str:
    camera, subject, matter = _thing(parts, number)
    seen = frame(parts, camera, f"look-{number}")
    said = sighting(seen, subject, matter)
    look = Look(
        frame=seen,
        detections=nothing(),
        sightings=[said],
        camera=parts.cameras[seen.camera_id],
        profile=PROFILE,
        facts=_FACTS,
    )
    candidate = openings.candidate(office, look, filing, said)
    if candidate is None:
        raise RuntimeError(f"{said.subject} was settled by a person, which nobody did")
    return filing.step(candidate, Event.OPENED, who=f"rule:{said.rule}", why=said.reason).id


def _thing(parts: Parts, number: int) -> tuple[str, str, str]:
    """Return the camera, the subject and the matter of thing `number`."""
    names = tuple(parts.cameras)
    camera = names[number % len(names)]
    return camera, f"{camera}/waste/{number}", MATTERS[number % len(MATTERS)]
