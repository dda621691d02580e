"""What goes on at a desk while the service is killed: looks, operators and the platform, without a pause.

Whatever the desk has returned is committed and is written down at once by `witness`: after any crash it must be there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from alerts.callbacks import PlatformStatus, StatusUpdate
from core.errors import IllegalStep
from core.incident import Incident, Status
from core.sighting import Finding
from gridwatch.bench.deliver_looks import look_at
from gridwatch.bench.deliver_parts import Parts

Witness = Callable[[Mapping[str, Any]], None]

LIVE = 24  # incidents at a time; more of them make every confirmation slower, not more telling
_SAYS = ("accepted", "dispatched", "handling", "handled", "handled", "returned", "suspended", "rejected")
_ACTS = ("confirm", "confirm", "acknowledge", "look_again", "close", "reject")
_REPEATED = 0.2  # of the platform's messages come twice
_LATE = 0.2  # tell what happened a minute ago
_REMEMBERED = 8  # messages that may come again


class Script:
    """One thing after the other; `life` numbers this life of the service, so that no two name things alike."""

    def __init__(self, parts: Parts, rng: random.Random, witness: Witness, *, life: int) -> None:
        self._parts = parts
        self._rng = rng
        self._witness = witness
        self._life = life
        self._count = 0
        self._said: list[tuple[StatusUpdate, Any]] = []
        with parts.store.read() as reader:
            self._live = {incident.id: incident for incident in reader.live_incidents()}

    def step(self) -> None:
        """Do one thing."""
        self._count += 1
        roll = self._rng.random()
        if not self._live or (roll < 0.3 and len(self._live) < LIVE):
            self._appears()
            return
        incident = self._rng.choice(list(self._live.values()))
        if roll < 0.55 or incident.status is Status.CANDIDATE:
            self._seen(incident)
        elif roll < 0.75:
            self._act(incident)
        else:
            self._say(incident)

    def _appears(self) -> None:
        taken = {view.camera_id for incident in self._live.values() for view in incident.views}
        camera = self._rng.choice([name for name in self._parts.cameras if name not in taken])
        finding = self._rng.choice((Finding.CANDIDATE, Finding.PRESENT))
        self._look(camera, f"{camera}/waste/{self._life}.{self._count}", finding)

    def _seen(self, incident: Incident) -> None:
        view = incident.views[0]
        if incident.status is Status.CANDIDATE:
            finding = Finding.PRESENT
        else:
            finding = self._rng.choice((Finding.PRESENT, Finding.PRESENT, Finding.CLEARED))
        self._look(view.camera_id, view.subject, finding, incident=incident)

    def _look(self, camera: str, subject: str, finding: Finding, *, incident: Incident | None = None) -> None:
        matter = incident.matter.key if incident else None
        look_id = f"look-{self._life}-{self._count}"
        self._changed(*look_at(self._parts, camera, subject, finding, look_id=look_id, matter=matter))

    def _act(self, incident: Incident) -> None:
        try:
            self._changed(self._parts.desk.act(incident.id, self._rng.choice(_ACTS), "bench", "because"))
        except IllegalStep:  # not from where it stands now: nothing is changed
            return

    def _say(self, incident: Incident) -> None:
        if self._said and self._rng.random() < _REPEATED:
            update, first = self._rng.choice(self._said)
            again = self._parts.desk.platform(update)
            if again != first:
                self._witness({"fault": f"{update.message_id} was answered {first}, then {again}"})
            return
        at = self._parts.clock.now() - timedelta(seconds=60 * (self._rng.random() < _LATE))
        update = StatusUpdate(
            message_id=f"st-{self._life}-{self._count}",
            incident_id=incident.id,
            status=PlatformStatus(self._rng.choice(_SAYS)),
            at=at,
        )
        answer = self._parts.desk.platform(update)
        self._witness({"message": update.message_id, "answer": answer})
        self._said = [*self._said[-_REMEMBERED:], (update, answer)]
        with self._parts.store.read() as reader:
            kept = reader.incident(incident.id)
        if kept is not None:
            self._changed(kept)

    def _changed(self, *incidents: Incident) -> None:
        for incident in incidents:
            self._witness({"incident": incident.id, "version": incident.version})
            if incident.status.ended:
                self._live.pop(incident.id, None)
            else:
                self._live[incident.id] = incident
