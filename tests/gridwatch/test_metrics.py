from __future__ import annotations

import random
from pathlib import Path

from core.clock import ManualClock
from core.config.settings import Budgets, Looking
from core.look import LookFailureKind
from gridwatch.metrics import Metrics
from ingest.schedule import Schedule
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
    metrics.reload(False)
    with deck.store.read() as reader:
        text = metrics.text(Schedule(Budgets(), Looking(), random.Random(1)).report(0), reader).decode()
    for line in (
        'gridwatch_looks_total{outcome="black"} 2.0',
        'gridwatch_looks_total{outcome="frozen"} 0.0',
        'gridwatch_incidents{status="open"} 1.0',
        'gridwatch_deliveries{state="pending"} 1.0',
        'gridwatch_shed{what="pictures"} 3.0',
        'gridwatch_delivery_attempts{outcome="retry"} 2.0',
        'gridwatch_opinions{says="disagrees"} 4.0',
        'gridwatch_opinions{says="late"} 0.0',
        'gridwatch_shadow_looks{outcome="looks"} 9.0',
        'gridwatch_shadow_looks{outcome="shed"} 0.0',
        "gridwatch_config_reload_ok 0.0",
    ):
        assert line in text.splitlines()


def test_two_services_in_one_process_do_not_meet() -> None:
    """Each has its own registry."""
    Metrics()
    Metrics()
