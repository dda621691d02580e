from __future__ import annotations

from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from alerts.load.inbox import InboxDesk
from alerts.store.memory import MemoryStore
from core.config.settings.load import Load
from gridwatch.load.metrics import LoadMetrics
from tests.builders import START
from tests.builders_load import shelf
from tests.builders_store import incident, step


def test_what_the_inbox_shows_and_holds_back_is_told(clock):
    """Gauges by what holds it back; alarms are a counter that never falls."""
    store, registry = MemoryStore(), CollectorRegistry()
    desk = InboxDesk(store, rule=Load(), zone=ZoneInfo("UTC"), clock=clock)
    metrics = LoadMetrics(registry)
    with store.write() as writer:
        for name in ("inc_1", "inc_2"):
            writer.put_incident(incident(name), [step()])
        writer.put_shelf(shelf("inc_2", at=START))
    for _ in range(2):
        desk.tick()
        metrics.tell(desk.latest, desk.alarms)
    assert registry.get_sample_value("gridwatch_inbox_waiting") == 1
    assert registry.get_sample_value("gridwatch_inbox_held", {"by": "shelf"}) == 1
    assert registry.get_sample_value("gridwatch_inbox_held", {"by": "outage"}) == 0
    assert registry.get_sample_value("gridwatch_alarms_total", {"severity": "minor"}) == 1
    assert registry.get_sample_value("gridwatch_seats") == 1
