"""The operators' load for Prometheus."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge

from alerts.load.inbox import Inbox

HELD_BY = ("outage", "turned", "weather", "degraded", "silence", "shelf")


class LoadMetrics:
    """Told after every tick of the inbox."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._waiting = Gauge(
            "gridwatch_inbox_waiting", "Incidents shown that wait for an operator.", registry=registry
        )
        self._held = Gauge(
            "gridwatch_inbox_held", "Incidents held back from the inbox, by what.", ["by"], registry=registry
        )
        self._flood = Gauge(
            "gridwatch_inbox_flood", "1 while alarms come faster than the seats can take.", registry=registry
        )
        self._seats = Gauge("gridwatch_seats", "Seats staffed now.", registry=registry)
        self._recent = Gauge(
            "gridwatch_alarms_ten_minutes", "Alarms shown in the last ten minutes.", registry=registry
        )
        self._named = Gauge(
            "gridwatch_inbox_named",
            "Standing and chattering alarms in the inbox.",
            ["name"],
            registry=registry,
        )
        self._alarms = Counter(
            "gridwatch_alarms", "Alarms shown to operators, by severity.", ["severity"], registry=registry
        )
        self._told: dict[str, int] = {}
        for by in HELD_BY:
            self._held.labels(by)

    def tell(self, inbox: Inbox, alarms: Mapping[str, int]) -> None:
        """Set the gauges; `alarms`: shown since the start, by severity."""
        queue = inbox.queue
        self._waiting.set(sum(card.item.waits for card in queue.cards))
        held = queue.held_by
        for by in HELD_BY:
            self._held.labels(by).set(held.get(by, 0))
        self._flood.set(inbox.flood.on)
        self._seats.set(inbox.flood.seats)
        self._recent.set(inbox.flood.arrivals)
        for name in ("standing", "chattering"):
            code = f"load.{name}"
            self._named.labels(name).set(
                sum(any(why.code == code for why in card.names) for card in queue.cards)
            )
        for severity, count in alarms.items():
            self._alarms.labels(severity).inc(count - self._told.get(severity, 0))
            self._told[severity] = count
