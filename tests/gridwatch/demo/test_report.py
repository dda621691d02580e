from __future__ import annotations

import random
from pathlib import Path

from core.clock import ManualClock
from core.config.settings.looking import Budgets, Looking
from core.sighting import Finding
from gridwatch.demo.report import demo_report, raised
from gridwatch.demo.score import Score
from ingest.schedule import Schedule
from tests.builders_api import Deck
from tests.builders_desk import sighting


def truth(**changes: object) -> Score:
    """Everything found."""
    values = {"events": 1, "matched": 1, "false_alarms": 0, "place_errors_m": (1.0, 3.0), "pairs": ()}
    return Score(**(values | changes))  # type: ignore[arg-type] # plain values


def test_a_heap_that_was_cleared_must_be_closed(tmp_path: Path, clock: ManualClock) -> None:
    """The report names what falls short instead of hiding it."""
    deck = Deck(tmp_path, clock)
    incident = deck.incident()
    deck.see(sighting(Finding.CANDIDATE, seconds=9, subject="cam-1/waste/7", box=(0.1, 0.1, 0.2, 0.2)))
    on_time = Schedule(Budgets(), Looking(), random.Random(1)).report(0)
    report = demo_report(
        deck.store,
        on_time,
        cameras=2,
        truth=truth(matched=0, false_alarms=2, pairs=(("heap", incident.id),)),
        verified=0,
        ends=["heap"],
    )
    assert [one.id for one in raised(deck.store)] == [incident.id]
    assert report.shortfalls == (
        "1 of 1 events were not found",
        f"heap was cleared, but {incident.id} is open",
        "the case that was falsely called handled was not reopened",
        "no camera was turned to take a second view",
        "deliveries: 0 accepted, 0 rejected",
    )
    assert report.remarks[0] == "2 incidents fit nothing that happened"
    told = report.to_json()
    assert set(told["incidents"][0]) >= {
        "id", "matter", "cameras", "lon", "lat", "datum", "radius_m", "grid", "status", "opened_at", "closed_at",
    }  # fmt: skip
    assert told["truth"]["place_error_m"] == {"p50": 2.0, "p95": 2.9}
    assert set(told["deliveries"]) == {"accepted", "rejected", "pending", "verified_by_receiver"}
