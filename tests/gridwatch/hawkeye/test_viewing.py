"""The second view itself; tests/gridwatch/hawkeye/test_eyes.py turns the camera before it."""

from __future__ import annotations

from pathlib import Path

from core.clock import ManualClock
from core.look import LookFailureKind
from gridwatch.hawkeye.events import Look
from tests.builders import failure
from tests.builders_hawkeye import ARRIVED, wish
from tests.gridwatch.hawkeye.test_eyes import Rig


def order(incident_id: str) -> Look:
    """Build what the machine says once the camera has arrived."""
    return Look(wish=wish(incident_id), turned=ARRIVED)


async def test_a_person_who_takes_the_camera_spoils_the_view(tmp_path: Path, clock: ManualClock) -> None:
    """Who holds it is asked after the picture was taken: it may show somewhere else."""
    rig = Rig(tmp_path, clock)
    incident_id = rig.deck.incident().id
    kept, why = await rig.eyes._viewing.take(order(incident_id), lambda: "li")
    assert (kept, why.code) == (False, "hawk.held")
    assert rig.steps(incident_id) == []
    kept, why = await rig.eyes._viewing.take(order(incident_id), lambda: None)
    assert kept
    assert len(rig.steps(incident_id)) == 1


async def test_nothing_is_kept_of_what_is_gone_or_not_seen(tmp_path: Path, clock: ManualClock) -> None:
    """No such incident, no such camera, no picture: each is said."""
    rig = Rig(tmp_path, clock)
    incident_id = rig.deck.incident().id
    assert (await rig.eyes._viewing.take(order("inc-none"), lambda: None))[1].code == "hawk.over"
    rig.slips = [failure(LookFailureKind.TIMEOUT, camera_id="dome")] * 2
    kept, why = await rig.eyes._viewing.take(order(incident_id), lambda: None)
    assert (kept, why.code) == (False, "hawk.look_failed")
    del rig.deck.known["dome"]
    assert (await rig.eyes._viewing.take(order(incident_id), lambda: None))[1].code == "hawk.over"
