"""One look within one transaction; the stories are told in test_desk, the corners here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.filing import Filing, Mailing
from alerts.intake import Intake
from alerts.looked import Look
from alerts.store.memory import MemoryStore
from core.config.settings.delivery import Delivery
from core.geometry import Box
from core.ids import CountingIds
from core.incident import Incident, Status
from core.look import LookReason
from core.reason import Reason
from core.sighting import Finding, Sighting
from tests.alerts.test_openings import OFFICE
from tests.builders import at, camera, detections, frame, profile
from tests.builders_desk import HEAP, incident, sighting, view


def without_picture(case: Incident, _role: str, _box: Box | None) -> Incident:
    """Take no picture."""
    return case


def run(
    *sightings: Sighting, known: tuple[Incident, ...] = (), asked: str | None = None, seconds: float = 60
) -> list[Incident]:
    """Run one look against some incidents; return what changed."""
    store = MemoryStore()
    with store.write() as writer:
        for one in known:
            writer.put_incident(one, [])
    seen = replace(frame(seconds=seconds, reason=LookReason.VERIFY), incident_id=asked)
    look = Look(
        frame=seen, detections=detections(), sightings=sightings, camera=camera(), profile=profile(), facts={}
    )
    with store.write() as writer:
        filing = Filing(
            writer, mailing=Mailing(receivers=(), settings=Delivery()), ids=CountingIds(), now=at(seconds)
        )
        Intake(OFFICE, look, filing, without_picture).run()
        return list(filing.file())


@pytest.mark.parametrize(
    ("code", "decided"), [("dwell.missed", True), ("dwell.covered", False), ("rule.removed", False)]
)
def test_only_a_look_that_saw_the_place_is_a_look(code: str, decided: bool) -> None:
    """Missed is decided; covered, faint or no rule left says nothing about the place."""
    changed = run(
        sighting(Finding.MISSED, seconds=90, reason=Reason(code=code)), known=(incident(),), seconds=90
    )
    assert bool(changed) == decided


def test_confirmed_at_first_sight_is_born_and_opened() -> None:
    """A rule that needs one look only: both steps, one version."""
    (opened,) = run(sighting())
    assert (opened.status, opened.version) == (Status.OPEN, 1)


def test_two_heaps_in_one_look_are_two_incidents() -> None:
    """Side by side in one picture."""
    changed = run(sighting(), sighting(subject="cam-1/waste/2", box=(0.1, 0.6, 0.2, 0.8)))
    assert [one.status for one in changed] == [Status.OPEN, Status.OPEN]


def test_a_doubt_about_a_merged_subject_decides_nothing() -> None:
    """DROPPED for a subject of a confirmed incident leaves it as it is."""
    assert run(sighting(Finding.DROPPED), known=(incident(),)) == []


def test_words_about_unknown_subjects_are_no_incidents() -> None:
    """Missed, cleared or dropped, of something that nobody knows."""
    for finding in (Finding.MISSED, Finding.CLEARED, Finding.DROPPED):
        assert run(sighting(finding)) == []


def test_a_look_for_what_has_ended_changes_nothing() -> None:
    """It closed while the look was under way; or is not known at all."""
    assert run(known=(incident(Status.CLOSED),), asked="inc_000001") == []
    assert run(asked="inc_none") == []


def test_a_second_subject_at_the_same_place_goes_into_the_incident() -> None:
    """The rule lost its memory and names the heap anew."""
    before = incident(Status.HANDLING, view(box=sighting().box))
    changed = run(sighting(subject="cam-1/waste/7", box=HEAP), known=(before,))
    merged = next(one for one in changed if one.id == before.id)
    assert [v.subject for v in merged.views] == ["cam-1/waste/1", "cam-1/waste/7"]
    assert merged.status is Status.HANDLING
