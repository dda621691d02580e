"""What makes alarms needless now, as the running service knows it: outages, turned cameras, streets in bad weather."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.load.inhibition import Cause, Inhibition, degraded
from core.config.settings.load import Load
from core.look import LookFailureKind
from gridwatch.configuration.loader import Configuration
from gridwatch.outage_desk import OutageDesk, groups_of
from gridwatch.roster import Roster
from ingest.outage_group import GroupKind

# not black: night falls everywhere
_WEATHER = frozenset({LookFailureKind.BLURRED, LookFailureKind.OVEREXPOSED})


class Causes:
    """Called whenever the inbox is drawn, from any thread; one call at a time."""

    def __init__(self, roster: Roster, outages: OutageDesk, rule: Load) -> None:
        self._roster = roster
        self._outages = outages
        self._rule = rule
        self._placed: Configuration | None = None
        self._streets: dict[str, str] = {}
        self._degraded: frozenset[str] = frozenset()

    def __call__(self) -> Sequence[Inhibition]:
        """Return everything that lasts."""
        blind = self._roster.blind()
        turned = [
            Inhibition(
                id=f"turned-{one.camera_id}",
                cause=Cause.TURNED,
                since=one.since,
                cameras=frozenset({one.camera_id}),
            )
            for one in blind
            if one.kind is LookFailureKind.TURNED and one.since is not None
        ]
        bad = {one.camera_id: one.since for one in blind if one.kind in _WEATHER and one.since is not None}
        streets = degraded(bad, self._street_of(), self._rule, lasting=self._degraded)
        self._degraded = frozenset(one.grid for one in streets)
        return [*self._dark(), *turned, *streets]

    def _dark(self) -> list[Inhibition]:
        found = []
        for outage in self._outages.shown:
            if outage.ended_at is not None:
                continue
            down = frozenset(one for one in outage.cameras if self._outages.explains(one) == outage.id)
            why = self._outages.reason(outage)
            facts = {"name": why.tell("zh"), "name_en": why.tell("en")}
            found.append(
                Inhibition(id=outage.id, cause=Cause.OUTAGE, since=outage.since, cameras=down, facts=facts)
            )
        return found

    def _street_of(self) -> dict[str, str]:
        configuration = self._roster.configuration
        if configuration is not self._placed:
            self._streets = {
                camera_id: group.name
                for camera_id, posting in self._roster.postings.items()
                for group in groups_of(posting, configuration)
                if group.kind is GroupKind.STREET
            }
            self._placed = configuration
        return self._streets
