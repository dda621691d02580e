"""How an incident begins: code, place, headline, and what a person has settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.codes import CodeTable
from alerts.filing import Filing, Mailing
from alerts.grid import GridIndex
from alerts.locate import Locator
from alerts.looked import Look
from alerts.openings import Office, candidate, linked, place_of, placed_again
from alerts.store.base import Writer
from alerts.store.memory import MemoryStore
from core.config.matter import MatterTable
from core.config.settings.delivery import Delivery
from core.config.settings.merging import Merging
from core.ids import CountingIds
from core.incident import Incident, Status
from core.sighting import Finding
from tests.builders import at, camera, detections, frame, profile
from tests.builders_desk import incident, sighting, view

ROW = {"matter": "construction_waste", "code": "06011", "name": "积存垃圾渣土", "name_en": "Waste"}
OFFICE = Office(
    locator=Locator(cameras=lambda _: camera(), grid=GridIndex, merging=Merging()),
    codes=CodeTable(MatterTable.model_validate({"table": "T", "version": "1", "rows": [ROW]})),
    merging=Merging(),
    ids=CountingIds(),
)
SEEN = sighting(Finding.CANDIDATE)
LOOK = Look(
    frame=frame(),
    detections=detections(),
    sightings=(SEEN,),
    camera=camera(),
    profile=profile(),
    facts={"model": "m"},
)


def filing(writer: Writer, seconds: float = 60) -> Filing:
    """A filing that tells nobody."""
    mailing = Mailing(receivers=(), settings=Delivery())
    return Filing(writer, mailing=mailing, ids=CountingIds(), now=at(seconds))


def begin(*known: Incident) -> Incident | None:
    """Begin a candidate in a store that holds some incidents."""
    store = MemoryStore()
    with store.write() as writer:
        for one in known:
            writer.put_incident(one, [])
        return candidate(OFFICE, LOOK, filing(writer), SEEN)


def test_a_candidate_has_everything_but_a_confirmation() -> None:
    """Code, place, headline, owner, and the facts by which it can be repeated."""
    made = begin()
    assert made is not None
    assert (made.status, made.matter.code, made.owner) == (Status.CANDIDATE, "06011", "urban-management")
    assert made.title == "积存垃圾渣土 · Camera cam-1"
    assert made.facts == {
        "model": "m",
        "certainty": "likely",
        "rule": "waste",
        "table": "T 1",
        "zone_kind": "any",
    }
    assert made.created_at == at(0)


@pytest.mark.parametrize(
    ("status", "facts", "begins"),
    [
        (Status.REJECTED, {}, False),
        (Status.CLOSED, {"closed_by": "operator:li"}, False),
        (Status.CLOSED, {}, True),
        (Status.EXPIRED, {}, True),
    ],
)
def test_what_a_person_has_settled_does_not_begin_again(
    status: Status, facts: dict[str, str], begins: bool
) -> None:
    """The same subject, while its rule still sees it; an end by looks or by itself settles nothing."""
    assert (begin(incident(status, facts=facts)) is not None) == begins


def test_the_same_number_later_is_another_thing() -> None:
    """A rule that has lost its memory may count from one again."""
    assert begin(incident(Status.REJECTED, view(first_seen=at(-500)))) is not None


def test_it_is_placed_again_when_it_is_confirmed() -> None:
    """A crowd has gathered elsewhere than where its first member stood."""
    first = begin()
    assert first is not None
    moved = sighting(box=(0.1, 0.8, 0.2, 0.95))
    again = placed_again(OFFICE, LOOK, first, moved)
    assert again.place == place_of(OFFICE, LOOK, moved) != first.place
    assert again.why == moved.reason


def test_a_recurrence_is_linked() -> None:
    """Closed at the same place last week."""
    made = begin()
    assert made is not None
    old = replace(incident(Status.CLOSED, incident_id="inc_old"), place=made.place)
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(old, [])
        assert linked(OFFICE, filing(writer, 7 * 86400), made, SEEN).facts["recurrence_of"] == "inc_old"
        assert "recurrence_of" not in linked(OFFICE, filing(writer, 31 * 86400), made, SEEN).facts
