from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from core.clock import ManualClock
from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind
from gridwatch.metrics import Metrics
from ingest.attention import Split
from ingest.schedule import Schedule
from tests.api.routes.test_outages import DARK
from tests.builders import failure
from tests.builders_api import Deck


def test_every_kind_of_failure_has_its_own_count(tmp_path: Path, clock: ManualClock) -> None:
    """A dashboard shows black cameras apart from dead ones; kinds that never happened stand at zero."""
    deck = Deck(tmp_path, clock)
    deck.incident()
    metrics = Metrics()
    metrics.look(failure(LookFailureKind.BLACK))
    metrics.look(failure(LookFailureKind.BLACK))
    metrics.shed("pictures", 3)
    metrics.attempts({"retry": 2})
    metrics.opinions({"disagrees": 4})
    metrics.shadow({"looks": 9})
    metrics.attention(2, Split(stretch=1.25, granted=0.5))
    metrics.reload(False)
    with deck.store.read() as reader:
        text = metrics.text(Schedule(Budgets(), Looking(), random.Random(1)).report(0), reader).decode()
    for line in (
        'gridwatch_looks_total{outcome="black"} 2.0',
        'gridwatch_looks_total{outcome="frozen"} 0.0',
        'gridwatch_incidents{status="open"} 1.0',
        'gridwatch_deliveries{state="pending"} 1.0',
        'gridwatch_shed_total{what="pictures"} 3.0',
        'gridwatch_delivery_attempts_total{outcome="retry"} 2.0',
        'gridwatch_opinions_total{says="disagrees"} 4.0',
        'gridwatch_opinions_total{says="late"} 0.0',
        'gridwatch_shadow_looks_total{outcome="looks"} 9.0',
        'gridwatch_shadow_looks_total{outcome="shed"} 0.0',
        'gridwatch_attention{what="watched"} 2.0',
        'gridwatch_attention{what="stretch"} 1.25',
        "gridwatch_config_reload_ok 0.0",
    ):
        assert line in text.splitlines()


def test_what_others_count_is_told_as_counters_that_never_fall(tmp_path: Path, clock: ManualClock) -> None:
    """`rate()` and `increase()` want the type; the same total told again adds nothing."""
    deck, metrics = Deck(tmp_path, clock), Metrics()
    for count in (3, 3, 5, 4, 6):
        metrics.shed("pictures", count)
    with deck.store.read() as reader:
        text = metrics.text(Schedule(Budgets(), Looking(), random.Random(1)).report(0), reader).decode()
    lines = text.splitlines()
    assert 'gridwatch_shed_total{what="pictures"} 6.0' in lines
    for name in ("shed", "delivery_attempts", "opinions", "shadow_looks", "looks"):
        assert f"# TYPE gridwatch_{name}_total counter" in lines


def test_two_services_in_one_process_do_not_meet() -> None:
    """Each has its own registry."""
    Metrics()
    Metrics()


def test_outages_are_gauges_and_counts(tmp_path: Path, clock: ManualClock) -> None:
    """How many last, how many cameras they explain, and what was counted since the start."""
    metrics = Metrics()
    metrics.outages((DARK, replace(DARK, ended_at=DARK.since)), {"begun": 2, "over": 1, "held_back": 7})
    with Deck(tmp_path, clock).store.read() as reader:
        text = metrics.text(Schedule(Budgets(), Looking(), random.Random(1)).report(0), reader).decode()
    assert "gridwatch_outages 1.0" in text
    assert "gridwatch_outage_cameras 2.0" in text
    assert 'gridwatch_outage_alarms_total{what="held_back"} 7.0' in text
