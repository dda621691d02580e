"""Cases as columns: filters and the order of lists. What they count is in test_questions.py."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from alerts.figures.cases import CaseTable, Where
from alerts.figures.times import LocalHours
from alerts.store.memory import MemoryStore
from tests.builders_store import incident, step


def _table(*seconds: float) -> CaseTable:
    store = MemoryStore()
    for n, second in enumerate(seconds):
        with store.write() as writer:
            writer.put_incident(incident(f"inc_{n}", seconds=second), [step(seconds=second)])
    table = CaseTable(LocalHours(ZoneInfo("Asia/Shanghai")).of)
    with store.read() as reader:
        table.refresh(reader)
    return table


def test_the_latest_come_first_and_pages_go_on():
    """Also where several were opened at the same instant: the number decides."""
    table = _table(10, 30, 20, 30)
    every = table.mask(Where())
    assert table.newest(every, before=None, limit=9).tolist() == [4, 2, 3, 1]
    at = int(table.time("opened_at")[1])
    assert table.newest(every, before=(at, 4), limit=9).tolist() == [2, 3, 1]
    assert table.newest(every, before=None, limit=2).tolist() == [4, 2]


def test_what_the_asker_may_not_see_is_not_there():
    """A scope narrows whatever else was asked."""
    table = _table(0, 1)
    assert table.mask(Where(seen_owners=("somebody-else",))).sum() == 0
    assert table.mask(Where(seen_grids=("330109",))).sum() == 2
    assert table.mask(Where(seen_grids=("44",), grids=("330109",))).sum() == 0
    assert np.count_nonzero(table.mask(Where(exact_grid="330109001002003"))) == 2
