"""What a demo did, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.second_view import SECOND_VIEW
from alerts.store.base import DeliveryState, IncidentQuery, Store
from core.incident import Incident, Status
from gridwatch.demo.score import Score
from ingest.schedule import OnTime


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoReport:
    """The outcome. `shortfalls` says why it did not show the main job, `remarks` what else was not as it should be."""

    cameras: int
    looks: int
    on_time_share: float
    incidents: tuple[Incident, ...]
    deliveries: Mapping[str, int]
    truth: Score | None
    shortfalls: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "cameras": self.cameras,
            "looks": self.looks,
            "looks_on_time": round(self.on_time_share, 4),
            "incidents": [_told(incident) for incident in self.incidents],
            "deliveries": dict(self.deliveries),
            "truth": self.truth.to_json() if self.truth else None,
            "shortfalls": list(self.shortfalls),
            "remarks": list(self.remarks),
        }


def raised(store: Store) -> tuple[Incident, ...]:
    """Return every incident that was opened, first one first."""
    statuses = tuple(status for status in Status if status not in {Status.CANDIDATE, Status.EXPIRED})
    with store.read() as reader:
        found = reader.find(IncidentQuery(statuses=statuses, limit=500)).incidents
    return tuple(sorted((one for one in found if one.opened_at), key=lambda one: one.created_at))


def deliveries(store: Store, verified: int) -> dict[str, int]:
    """Return deliveries by outcome, and how many the receiver itself verified."""
    with store.read() as reader:
        counts = reader.count_deliveries()
    return {
        "accepted": counts.get(DeliveryState.ACCEPTED, 0),
        "rejected": counts.get(DeliveryState.DEAD, 0) + counts.get(DeliveryState.HELD, 0),
        "pending": counts.get(DeliveryState.PENDING, 0),
        "verified_by_receiver": verified,
    }


def demo_report(
    store: Store, on_time: OnTime, *, cameras: int, truth: Score, verified: int, ends: Sequence[str]
) -> DemoReport:
    """Put the report together and name what falls short.

    Args:
        store: of the service.
        on_time: of its schedule.
        cameras: looked at.
        truth: incidents against events.
        verified: webhooks whose signature the platform found good.
        ends: ids of events that were ended by a crew: their incident must be closed by a look.

    One case was called handled while nothing had been done, and one camera can be turned to what others see.
    """
    incidents = raised(store)
    sent = deliveries(store, verified)
    by_id = {incident.id: incident for incident in incidents}
    found = dict(truth.pairs)
    shortfalls = []
    if truth.matched < truth.events:
        shortfalls.append(f"{truth.events - truth.matched} of {truth.events} events were not found")
    for event in ends:
        incident = by_id.get(found.get(event, ""))
        if incident is not None and incident.status is not Status.CLOSED:
            shortfalls.append(f"{event} was cleared, but {incident.id} is {incident.status.value}")
        elif incident is not None and not {"before", "after"} <= {one.role for one in incident.pictures}:
            shortfalls.append(f"{incident.id} is closed without a before/after pair")
    cleared = [by_id[found[event]] for event in ends if found.get(event) in by_id]
    if cleared and not any(incident.reopened for incident in cleared):
        shortfalls.append("the case that was falsely called handled was not reopened")
    if cleared and not any(_turned_to(incident) for incident in cleared):
        shortfalls.append("no camera was turned to take a second view")
    if sent["rejected"] or not sent["accepted"]:
        shortfalls.append(f"deliveries: {sent['accepted']} accepted, {sent['rejected']} rejected")
    if verified < sent["accepted"]:
        shortfalls.append(f"the platform verified {verified} of {sent['accepted']} accepted deliveries")
    return DemoReport(
        cameras=cameras,
        looks=on_time.looks,
        on_time_share=on_time.share,
        incidents=incidents,
        deliveries=sent,
        truth=truth,
        shortfalls=tuple(shortfalls),
        remarks=_remarks(truth, on_time),
    )


def _turned_to(incident: Incident) -> bool:
    return any(picture.role == SECOND_VIEW for picture in incident.pictures)


def _remarks(truth: Score, on_time: OnTime) -> tuple[str, ...]:
    remarks = []
    if truth.false_alarms:
        remarks.append(f"{truth.false_alarms} incidents fit nothing that happened")
    if on_time.share < 0.9:
        remarks.append(
            f"only {on_time.share:.0%} of the looks were on time: this machine is too slow or too busy"
        )
    return tuple(remarks)


def _told(incident: Incident) -> dict[str, Any]:
    place = incident.place
    return {
        "id": incident.id,
        "matter": {
            "code": incident.matter.code,
            "name": incident.matter.name,
            "table": incident.matter.table,
        },
        "cameras": list(incident.cameras),
        "lon": round(place.point.lon, 7),
        "lat": round(place.point.lat, 7),
        "datum": place.point.datum.value,
        "radius_m": round(place.radius_m, 1),
        "grid": [{"level": cell.level, "code": cell.code, "name": cell.name} for cell in place.grid],
        "status": incident.status.value,
        "stage": incident.case.stage.value,
        "unit": incident.case.unit.name if incident.case.unit else None,
        "case_number": incident.case_number,
        "reopened": incident.reopened,
        "opened_at": incident.opened_at.isoformat() if incident.opened_at else None,
        "closed_at": incident.closed_at.isoformat() if incident.closed_at else None,
        "title": incident.title,
        "why": incident.why.tell("en"),
        "pictures": [picture.role for picture in incident.pictures],
    }
