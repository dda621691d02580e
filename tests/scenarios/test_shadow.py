"""A candidate runs beside the live rules for an hour of looks, and nothing that leaves Gridwatch is any different."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.store.base import IncidentQuery
from core.clock import ManualClock
from core.detection import Detections
from core.frame import Frame
from core.look import LookFailure, LookReason, LookRequest
from detectors.batcher import Counters, Shed
from detectors.tiles import Plan
from gridwatch.pipeline import Looked, Pipeline, Posting
from gridwatch.shadow.book import Book
from gridwatch.shadow.kept import read_book
from gridwatch.shadow.runner import Candidate, Shadow
from gridwatch.shadow.trial import Seer, Side
from tests.builders import START, camera, detections, frame, profile
from tests.builders_api import Deck

HEAP = ("waste", (0.4, 0.6, 0.6, 0.8), 0.9)
OTHER = ("waste", (0.1, 0.6, 0.2, 0.7), 0.5)
RULE: dict[str, Any] = {
    "id": "waste",
    "kind": "dwell",
    "matter": "construction_waste",
    "classes": ["waste"],
    "k": 3,
    "n": 4,
    "over_s": 120,
}
LIVE = profile(RULE)
EAGER = profile(RULE | {"k": 1, "n": 1, "over_s": 0, "min_confidence": 0.3}, version=2)
LOOKS = 60


def seen(number: int) -> Detections:
    """What the live model sees in look `number`: a heap from 10 on, gone from 40 on, and one that is faint."""
    rows = [HEAP] if 10 <= number < 40 else []
    return detections(*rows, *([OTHER] if number % 7 == 0 else []))


class Day:
    """The looks of one camera, a minute apart, seen by script."""

    def __init__(self) -> None:
        self.number = -1

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        """Take the next one."""
        self.number += 1
        taken = frame(seconds=60.0 * self.number, camera_id=request.camera_id, reason=request.reason)
        return replace(taken, incident_id=request.incident_id)

    async def detect(self, _frame: Frame, _plan: Plan | None = None) -> Detections:
        """See what there is."""
        return seen(self.number)


class CandidateSees:
    """The candidate's model: sees more, and breaks now and then."""

    counters = Counters()

    def __init__(self) -> None:
        self.asked = 0

    async def detect(self, _frame: Frame, _plan: Plan | None = None) -> Detections:
        """See both heaps, or break."""
        self.asked += 1
        if self.asked % 11 == 0:
            raise Shed("scripted")
        return detections(HEAP, OTHER)


async def live(folder: Path, shadow: Shadow | None) -> dict[str, Any]:
    """Run the hour; return everything that is kept, asked for and sent, as plain data."""
    clock = ManualClock(START)
    deck, day = Deck(folder, clock), Day()
    posting = Posting(camera=camera(), profile=LIVE)
    wishes, wanted = [], None
    with ThreadPoolExecutor(1) as thread:
        pipeline = Pipeline(
            posting=lambda _: posting,
            looks=day,
            sees=day,
            desk=deck.desk,
            store=deck.store,
            store_thread=thread,
            facts={"model": "street 1"},
            clock=clock,
        )
        for number in range(LOOKS):
            clock.advance(60.0 * (number > 0))
            request = LookRequest(
                camera_id="cam-1",
                not_before=0,
                deadline=1,
                reason=wanted.reason if wanted else LookReason.PATROL,
                incident_id=wanted.incident_id if wanted else None,
            )
            ended = await pipeline.run(request)
            assert isinstance(ended, Looked)
            new = (*ended.decision.wishes, *deck.desk.tick(clock.now()))
            wanted = new[0] if new else None
            wishes += [repr(wish) for wish in new]
            if shadow is not None:
                shadow.offer(ended, posting)
                await shadow.drain()
    with deck.store.read() as reader:
        incidents = reader.find(IncidentQuery(limit=100)).incidents
        return {
            "incidents": [repr(one) for one in incidents],
            "histories": [repr(reader.history(one.id)) for one in incidents],
            "deliveries": [[row.id, row.receiver, row.body.decode()] for row in reader.deliveries()],
            "events": [repr(event) for event in reader.events_since(0, 1000)],
            "state": reader.rule_state("cam-1"),
            "wishes": wishes,
        }


@pytest.mark.parametrize("with_model", [True, False])
async def test_incidents_wishes_and_deliveries_are_the_same_with_and_without_a_shadow(
    tmp_path: Path, with_model: bool
) -> None:
    """Byte for byte, though the candidate raises twice as much and breaks every eleventh time."""
    street, other = Seer(name="street 1", sha256="a"), Seer(name="street 2", sha256="b")
    shadow = Shadow(
        Candidate(
            live=street,
            seer=other if with_model else street,
            sees=CandidateSees() if with_model else None,
            profile=lambda _: EAGER,
        ),
        Book(tmp_path / "shadow.db"),
        share=1,
        waiting=4,
        keep_days=30,
        clock=ManualClock(START),
    )
    without = await live(tmp_path / "a", None)
    beside = await live(tmp_path / "b", shadow)
    await shadow.close()
    assert json.dumps(beside, sort_keys=True).encode() == json.dumps(without, sort_keys=True).encode()
    assert len(without["deliveries"]) >= 2  # opened, closed: something was sent that could have differed
    (kept,) = read_book(tmp_path / "shadow.db")
    assert {alarm.side for alarm in kept.alarms} == {Side.LIVE, Side.CANDIDATE}
    assert kept.looked.failed == (LOOKS // 11 if with_model else 0)
