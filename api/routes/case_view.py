"""One case as an operator sees it: one answer, however much there is around it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response

from alerts.load.inbox import Inbox
from alerts.neighbours import neighbours
from alerts.previous import previous
from alerts.shift.legal import possible
from alerts.store.base import Reader
from alerts.undoing import last_act
from api.auth import may
from api.deps import Given, camera_of
from api.models.case_view import CaseViewOut, DeliveredOut, EarlierOut, StandOut, film
from api.models.delivery import AttemptOut, DeliveryOut
from api.models.inbox import CardOut
from api.models.incident import IncidentOut, StepOut
from api.models.joining import LastActOut, NearOut
from api.models.shift import ClaimOut, PendingOut
from api.models.sight import SightOut, ViewsOut
from api.models.silence import ShelfOut
from api.people.within import holds_camera
from api.seen import seen_incident, sees
from api.services import Services
from api.tagged import picture_answer
from core.errors import NotFound
from core.incident import Incident
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["incidents"])


@router.get("/incidents/{incident_id}/case")
def case_view(who: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> CaseViewOut:
    """Return everything that a page about this case shows, but for its deliveries and its trail."""
    incident = seen_incident(who, given, incident_id)
    found = given.load.inbox.look()
    now = given.clock.now()
    with given.store.read() as reader:
        claim = reader.claim(incident_id)
        shelf = found.shelves.get(incident_id)
        views, stands = _around(who, given, incident)
        earlier = [one for one in previous(reader, incident) if sees(who, one.incident)]
        near = [one for one in neighbours(reader, incident, given.desk.merging) if sees(who, one.incident)]
        return CaseViewOut(
            at=now,
            incident=IncidentOut.of(incident),
            card=_card(given, reader, found, incident_id),
            steps=[StepOut.of(step) for step in reader.history(incident_id)],
            claim=ClaimOut.of(claim) if claim is not None and claim.active(now) else None,
            pending=[PendingOut.of(act) for act in reader.pending_acts(incident_id=incident_id)],
            refused=[PendingOut.of(act) for act in reader.refused_acts(incident_id=incident_id)],
            possible=list(possible(incident, never_hidden=given.shift.rule.never_hidden)),
            joined=_joined(who, given, reader, incident),
            shelf=ShelfOut.of(shelf) if shelf is not None and shelf.active(now) else None,
            film=film(incident, given.film.shots(incident.cameras)),
            previous=[EarlierOut.of(one) for one in earlier],
            near=[NearOut.of(one) for one in near],
            views=views,
            stands=stands,
            undo_s=given.shift.rule.undo_s,
            claim_s=given.shift.rule.claim_s,
        )


@router.get("/incidents/{incident_id}/ledger")
def ledger(who: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> list[DeliveredOut]:
    """Return every delivery about this case with all its attempts and answers, oldest first."""
    seen_incident(who, given, incident_id)
    with given.store.read() as reader:
        (file,) = reader.case_files([incident_id])
    return [
        DeliveredOut(
            delivery=DeliveryOut.of(row),
            attempts=[AttemptOut.of(attempt) for attempt in file.attempts.get(row.id, ())],
        )
        for row in file.deliveries
    ]


@router.get("/film/{camera_id}/{look_id}.jpg", response_class=Response)
def shot(
    request: Request, _: Annotated[Who, may(Act.EVIDENCE)], given: Given, camera_id: str, look_id: str
) -> Response:
    """Return one of the last looks of a camera that sees a live case, small and masked; 404 once it is gone."""
    camera_of(given, camera_id)
    found = given.film.shot(camera_id, look_id)
    if found is None:
        raise NotFound(f"the look {look_id} of {camera_id} is not kept (any more)")
    return picture_answer(request, found.jpeg)


def _joined(who: Who, given: Services, reader: Reader, incident: Incident) -> LastActOut | None:
    found = last_act(reader, incident, now=given.clock.now(), limit_s=given.desk.merging.undo_s)
    if found is None:
        return None
    both = reader.incidents([found.act.incident_id, found.act.other_id]).values()
    return LastActOut.of(found) if all(sees(who, one) for one in both) else None


def _card(given: Services, reader: Reader, found: Inbox, incident_id: str) -> CardOut | None:
    cards = (*found.queue.cards, *found.queue.held)
    card = next((one for one in cards if one.item.id == incident_id), None)
    if card is None or incident_id not in found.incidents:
        return None
    return CardOut.of(card, found, given.shift.standing(reader))


def _around(who: Who, given: Services, incident: Incident) -> tuple[ViewsOut, list[StandOut]]:
    cameras = given.fleet.cameras()
    sights, stands = [], {}
    for sight in given.covering(incident.place, incident.cameras):
        camera = cameras.get(sight.camera_id)
        if camera is not None and holds_camera(who.scope, camera):
            sights.append(SightOut.of(sight, name=camera.name, owner=camera.owner))
            stands[camera.id] = StandOut.of(camera)
    for camera_id in incident.cameras:
        if camera_id in cameras and holds_camera(who.scope, cameras[camera_id]):
            stands.setdefault(camera_id, StandOut.of(cameras[camera_id]))
    return ViewsOut.of(sights), list(stands.values())
