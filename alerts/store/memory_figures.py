"""What figures are counted from, in memory: mixed into the twin of the SQL store.

Deliveries are counted from the deliveries themselves, so that the contract holds the SQL store's sums against them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alerts.store import rules
from alerts.store.base import DeliveryState
from alerts.store.cursor import micros
from alerts.store.figures import HOUR_US, LATE_US, CaseFigure, DeliveryFigure, LookFigure, Looks, MarkFigure
from alerts.store.figuring import figure_of
from alerts.store.load import Marked
from alerts.store.sql_figures import added
from core.incident import Incident, Step
from core.people.scope import EVERYTHING, Scope


@dataclass(kw_only=True)  # no slots: two bases with slots of their own do not mix
class FigureTables:
    """What is kept to count by."""

    figures: dict[str, CaseFigure] = field(default_factory=dict)  # by incident
    figures_changed: int = 0
    looks: dict[tuple[int, str], LookFigure] = field(default_factory=dict)  # (hour, owner)


class MemoryFigureReader:
    """The questions of `figures.FigureReader`."""

    tables: Any

    def last_figure(self) -> int:
        """Return the highest `changed`."""
        return int(self.tables.figures_changed)

    def case_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[CaseFigure]:
        """Return cases changed after that."""
        found = [one for one in self.tables.figures.values() if one.changed > after]
        return sorted(found, key=lambda one: one.changed)[:limit]

    def figure_ids(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the incidents behind numbers of cases."""
        wanted = set(numbers)
        rows = self.tables.figures.values()
        return {row.number: row.incident_id for row in rows if row.number in wanted}

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of cases that begin so, in order."""
        return sorted(one for one in self.tables.figures if one.startswith(prefix))[:limit]

    def figure_numbers(self, incident_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the numbers of those of these incidents that are cases."""
        rows = self.tables.figures
        return {one: rows[one].number for one in incident_ids if one in rows}

    def mark_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[MarkFigure]:
        """Return alarms shown after that number."""
        found = []
        for number, mark in self.tables.load_marks.items():
            if number <= after or mark.what not in {Marked.SHOWN, Marked.GROUPED}:
                continue
            figure = self.tables.figures.get(mark.incident_id)
            found.append(
                MarkFigure(
                    number=number,
                    at=micros(mark.at),
                    group=mark.by if mark.what is Marked.GROUPED else "",
                    matter=mark.matter,
                    severity=mark.severity,
                    owner=mark.owner,
                    street=mark.street,
                    source=mark.source,
                    case=figure.number if figure else 0,
                )
            )
        return found[:limit]

    def delivery_figures(self, since: int, until: int, scope: Scope = EVERYTHING) -> Sequence[DeliveryFigure]:
        """Count the deliveries."""
        counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for row in self.tables.deliveries.values():
            hour = micros(row.created_at) // HOUR_US
            of = self.tables.incidents.get(row.incident_id)
            seen = of is not None and scope.holds(grid=of.place.grid_code, owners=(of.owner,))
            if since <= hour < until and (seen or scope.everything):
                count = counts[hour, row.receiver]
                count["queued"] += 1
                count[row.state.value] += 1
                late = row.state is DeliveryState.ACCEPTED
                count["late"] += late and micros(row.accepted_at) - micros(row.created_at) > LATE_US
        return [
            DeliveryFigure(*key, *(count[name] for name in DeliveryFigure._fields[2:]))
            for key, count in sorted(counts.items())
        ]

    def look_figures(self, since: int, until: int) -> Sequence[LookFigure]:
        """Return hours of looks."""
        return [row for key, row in sorted(self.tables.looks.items()) if since <= key[0] < until]

    def first_hour(self) -> int | None:
        """Return the first hour of looks or alarms."""
        marks = [micros(mark.at) // HOUR_US for mark in self.tables.load_marks.values()]
        return min([*marks, *(hour for hour, _ in self.tables.looks)], default=None)


class MemoryFigureWriter(MemoryFigureReader):
    """The changes of `figures.FigureWriter`."""

    _table: Callable[[str], dict[Any, Any]]

    def add_looks(self, hour: int, owner: str, looks: Looks) -> None:
        """Add patrol periods to an hour."""
        table = self._table("looks")
        kept = table.get((hour, owner), LookFigure(hour, owner, 0, 0, 0, "{}"))
        table[hour, owner] = added(kept, looks)

    def fill_figures(self, limit: int = 500) -> int:
        """Return 0: nothing in memory is older than its rows."""
        del limit
        return 0

    def prune_looks(self, now: datetime) -> int:
        """Drop hours of looks that nobody asks for any more."""
        before = micros(now - rules.LOAD_KEPT) // HOUR_US
        old = [key for key in self.tables.looks if key[0] < before]
        for key in old:
            del self._table("looks")[key]
        return len(old)

    def put_figure(self, incident: Incident, steps: Sequence[Step], history: Sequence[Step]) -> None:
        """Keep the row of a version; `history`: whole, with these steps."""
        if not steps:
            return
        before = self.tables.figures.get(incident.id)
        made = figure_of(before, incident, steps if before else history)
        if made is None:
            return
        self.tables.figures_changed += 1
        number = made.number or len(self.tables.figures) + 1
        self._table("figures")[incident.id] = made._replace(
            number=number, changed=self.tables.figures_changed
        )
