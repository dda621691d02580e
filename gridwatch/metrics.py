"""What Prometheus reads: counts of looks, failures by name, shed pictures, deliveries, the last reload."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from alerts.store.base import DeliveryState, Reader
from core.case import FOR_CONFIRMATION, REOPENED_ONCE
from core.incident import Status
from core.look import LookFailure, LookFailureKind
from core.opinion import Says
from gridwatch.engines.local import Ended
from ingest.attention import Split
from ingest.outage import Outage
from ingest.schedule import OnTime


class Metrics:
    """One registry a service, so that two in one process (tests) do not meet."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._ended: Counts[str] = Counts()
        self._looks = Counter(
            "gridwatch_looks", "Looks ended, by outcome.", ["outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "gridwatch_look_seconds",
            "From asking for a picture to having it.",
            buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
            registry=self._registry,
        )
        self._on_time = Gauge(
            "gridwatch_on_time_share",
            "Share of due looks with a picture on time, in the last ten minutes.",
            registry=self._registry,
        )
        self._owner_on_time = Gauge(
            "gridwatch_owner_on_time_share", "The same by source owner.", ["owner"], registry=self._registry
        )
        self._open_hosts = Gauge(
            "gridwatch_open_hosts",
            "Hosts that failed repeatedly and are being left alone.",
            registry=self._registry,
        )
        self._under_way = Gauge("gridwatch_looks_under_way", "Looks under way.", registry=self._registry)
        self._incidents = Gauge(
            "gridwatch_incidents", "Incidents, by status.", ["status"], registry=self._registry
        )
        self._waiting = Gauge(
            "gridwatch_incidents_waiting",
            "Incidents that wait for an operator before a receiver is told, by reason, and overdue ones.",
            ["why"],
            registry=self._registry,
        )
        self._deliveries = Gauge(
            "gridwatch_deliveries", "Deliveries, by state.", ["state"], registry=self._registry
        )
        self._shed = Counter(
            "gridwatch_shed", "What was dropped by a bound, by place.", ["what"], registry=self._registry
        )
        self._attempts = Counter(
            "gridwatch_delivery_attempts",
            "Attempts to deliver, by outcome.",
            ["outcome"],
            registry=self._registry,
        )
        self._opinions = Counter(
            "gridwatch_opinions",
            "Second opinions asked for, by what came of them.",
            ["says"],
            registry=self._registry,
        )
        self._shadow = Counter(
            "gridwatch_shadow_looks",
            "Looks that the shadow was offered, by what came of them.",
            ["outcome"],
            registry=self._registry,
        )
        self._gate = Gauge(
            "gridwatch_gate_looks",
            "Looks since the start by what the change gate said; missed: it was wrong, the detector ran anyway.",
            ["said"],
            registry=self._registry,
        )
        self._outages = Gauge(
            "gridwatch_outages", "Outages that last: alarms for what fails together.", registry=self._registry
        )
        self._dark = Gauge(
            "gridwatch_outage_cameras", "Cameras down that an outage explains.", registry=self._registry
        )
        self._outage_counts = Counter(
            "gridwatch_outage_alarms",
            "Outages begun and over, and alarms of single cameras that they made needless.",
            ["what"],
            registry=self._registry,
        )
        self._attention = Gauge(
            "gridwatch_attention",
            "watched: cameras looked at more often; stretch: of the others' periods; granted: share of what is asked; "
            "over: looks a second beyond the plan.",
            ["what"],
            registry=self._registry,
        )
        self._reload = Gauge(
            "gridwatch_config_reload_ok",
            "1 when the last reload was taken, 0 when refused.",
            registry=self._registry,
        )
        self._reload.set(1)
        self._told: dict[tuple[Counter, str], float] = {}  # what others have counted so far
        for outcome in ("picture", *(kind.value for kind in LookFailureKind)):
            self._looks.labels(outcome)

    @property
    def registry(self) -> CollectorRegistry:
        """Where other parts add what they tell."""
        return self._registry

    def looks(self) -> Mapping[str, int]:
        """Return how looks have ended since the start: `picture`, or a kind of failure."""
        return self._ended

    def look(self, ended: Ended) -> None:
        """Count one look."""
        if isinstance(ended, LookFailure):
            outcome = ended.kind.value
        else:
            outcome = "picture"
            self._seconds.observe(ended.frame.took_s)
        self._ended[outcome] += 1
        self._looks.labels(outcome).inc()

    def reload(self, ok: bool) -> None:
        """Note how the last reload went."""
        self._reload.set(ok)

    def shed(self, what: str, count: float) -> None:
        """Tell how much a bound has dropped since the start."""
        self._risen(self._shed, what, count)

    def attempts(self, outcomes: Mapping[str, int]) -> None:
        """Tell how attempts to deliver have ended since the start."""
        for outcome, count in outcomes.items():
            self._risen(self._attempts, outcome, count)

    def opinions(self, counts: Mapping[str, int]) -> None:
        """Tell what second opinions have said since the start."""
        for says in Says:
            self._risen(self._opinions, says.value, counts.get(says.value, 0))

    def shadow(self, counts: Mapping[str, int]) -> None:
        """Tell how many looks the shadow has judged, shed and failed on since the start."""
        for outcome in ("looks", "shed", "failed"):
            self._risen(self._shadow, outcome, counts.get(outcome, 0))

    def outages(self, shown: Iterable[Outage], counts: Mapping[str, int]) -> None:
        """Tell which outages last, and what was counted since the start."""
        lasting = [outage for outage in shown if outage.ended_at is None]
        self._outages.set(len(lasting))
        self._dark.set(sum(outage.down for outage in lasting))
        for what, count in counts.items():
            self._risen(self._outage_counts, what, count)

    def gate(self, counts: Mapping[str, int]) -> None:
        """Set what the change gate has said since the start."""
        for said, count in counts.items():
            self._gate.labels(said).set(count)

    def attention(self, watched: int, split: Split) -> None:
        """Set how the looks are shared out."""
        told = {"watched": watched, "stretch": split.stretch, "granted": split.granted, "over": split.over}
        for what, value in told.items():
            self._attention.labels(what).set(value)

    def text(self, report: OnTime, reader: Reader) -> bytes:
        """Return the exposition text, with gauges read now."""
        self._on_time.set(report.share)
        self._under_way.set(report.under_way)
        self._open_hosts.set(len(report.open_hosts))
        for owner, tally in report.owners.items():
            self._owner_on_time.labels(owner).set(tally.share)
        incidents, deliveries = reader.count_by_status(), reader.count_deliveries()
        for status in Status:
            self._incidents.labels(status.value).set(incidents.get(status, 0))
        waiting = reader.count_waiting()
        for why in (FOR_CONFIRMATION, REOPENED_ONCE, "overdue"):
            self._waiting.labels(why).set(waiting.get(why, 0))
        for state in DeliveryState:
            self._deliveries.labels(state.value).set(deliveries.get(state, 0))
        return generate_latest(self._registry)

    def _risen(self, counter: Counter, label: str, total: float) -> None:
        """Bring a counter up to what its owner has counted since the start; it never falls."""
        rise = total - self._told.get((counter, label), 0.0)
        counter.labels(label).inc(max(0.0, rise))
        self._told[counter, label] = max(total, self._told.get((counter, label), 0.0))
