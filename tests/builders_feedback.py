"""Builders of cases: incidents with pictures and what was said of them."""

from __future__ import annotations

from typing import Any

from alerts.life import Event
from core.geometry import Box
from core.incident import Incident, Picture, Status, Step
from core.reason import Reason
from gridwatch.workbench.feedback.reading import Case
from gridwatch.workbench.feedback.verdicts import By, Said, Verdict
from tests.builders import at
from tests.builders_desk import HEAP, incident, view

ELSEWHERE = (0.05, 0.1, 0.2, 0.25)


def step(event: Event, *, seq: int = 1, who: str = "operator:li", after: Status = Status.OPEN) -> Step:
    """Build one entry of a history."""
    return Step(
        seq=seq, at=at(seq), who=who, what=event.value, before=None, after=after, why=Reason.text("said so")
    )


def picture(
    role: str = "before",
    *,
    seconds: float = 0,
    camera_id: str = "cam-1",
    box: tuple[float, ...] | None = HEAP,
    **changes: Any,
) -> Picture:
    """Build a kept picture with a masked copy."""
    values: dict[str, Any] = {
        "role": role,
        "camera_id": camera_id,
        "look_id": f"look-{seconds:g}",
        "taken_at": at(seconds),
        "raw_key": f"raw/{role}-{seconds:g}",
        "masked_key": f"out/{role}-{seconds:g}",
        "width": 640,
        "height": 360,
        "sha256": "ab" * 32,
        "box": Box.of(box) if box else None,
    }
    return Picture(**(values | changes))


def case(
    said: Said | None = Said.CONFIRMED,
    *pictures: Picture,
    incident_id: str = "inc_1",
    camera_id: str = "cam-1",
    box: tuple[float, ...] = HEAP,
    seconds: float = 60,
    gone: bool = False,
    rule: str = "waste",
    **changes: Any,
) -> Case:
    """Build a case that was seen from the start until `seconds`."""
    seen = view(
        camera_id, seconds=seconds, box=Box.of(box), rule=rule, subject=f"{camera_id}/{rule}/{incident_id}"
    )
    found: Incident = incident(
        Status.REJECTED if said is Said.REJECTED else Status.OPEN,
        seen,
        incident_id=incident_id,
        pictures=pictures or (picture(camera_id=camera_id, box=box),),
        **({"facts": {"profile": "test v1", "model": "m 1", "model_sha256": "ff"}} | changes),
    )
    verdict = None
    if said is not None:
        verdict = Verdict(said=said, by=By.OPERATOR, who="operator:li", at=at(60), why="said so")
    return Case(incident=found, verdict=verdict, gone=gone)
