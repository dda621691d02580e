"""What Prometheus reads of the offers."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge


class OfferMetrics:
    """Registered only by who offers something, so that nobody sees zeros of what is off."""

    def __init__(self, registry: CollectorRegistry, *, mqtt: bool, digest: bool) -> None:
        self._told: dict[tuple[str, str], int] = {}
        self._mqtt: Counter | None = None
        self._digest: Counter | None = None
        if mqtt:
            self._mqtt = Counter(
                "gridwatch_mqtt",
                "published: messages that the broker has; cut_off: connections that failed or broke; "
                "lost: events that the journal dropped before the broker took them.",
                ["what"],
                registry=registry,
            )
            self._connected = Gauge(
                "gridwatch_mqtt_connected", "1 while connected to the broker.", registry=registry
            )
            self._behind = Gauge(
                "gridwatch_mqtt_behind", "Live events that the broker does not have yet.", registry=registry
            )
        if digest:
            self._digest = Counter(
                "gridwatch_digests",
                "Digests by address: sent, failed (tried again), given_up.",
                ["what"],
                registry=registry,
            )

    def mqtt(self, counts: Mapping[str, int], *, connected: bool, behind: int) -> None:
        """Tell what the publisher has counted since the start, and how it is now."""
        if self._mqtt is None:
            return
        for what in ("published", "cut_off", "lost"):
            self._risen(self._mqtt, "mqtt", what, counts.get(what, 0))
        self._connected.set(connected)
        self._behind.set(max(0, behind))

    def digest(self, counts: Mapping[str, int]) -> None:
        """Tell how digests have fared since the start."""
        if self._digest is not None:
            for what in ("sent", "failed", "given_up"):
                self._risen(self._digest, "digest", what, counts.get(what, 0))

    def _risen(self, counter: Counter, name: str, what: str, total: int) -> None:
        before = self._told.get((name, what), 0)
        counter.labels(what).inc(max(0, total - before))
        self._told[name, what] = max(total, before)
