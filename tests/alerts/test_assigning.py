from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.assigning import assign
from alerts.case.casework import ASSIGNED_BY
from alerts.filing import Filing, Mailing
from alerts.store.memory import MemoryStore
from core.config.settings.delivery import Delivery
from core.errors import IllegalStep, NotFound
from core.ids import CountingIds
from core.incident import Status
from tests.builders import at
from tests.builders_desk import TWO_UNITS, incident


def _filing(writer):
    mailing = Mailing(receivers=(), settings=Delivery())
    return Filing(writer, mailing=mailing, ids=CountingIds(), now=at(0), work=TWO_UNITS)


def test_another_unit_is_responsible_by_an_operators_word():
    """With who, what was before and why; and the table is not asked again when a view is added."""
    heap = TWO_UNITS.opened(incident(Status.CANDIDATE), profile=None)
    heap = replace(heap, status=Status.OPEN)
    assert heap.case.unit.code == "U1"
    with MemoryStore().write() as writer:
        filing = _filing(writer)
        filing.put(heap)
        after = assign(filing, heap.id, "U2", who="operator:li", why="theirs")
        step = filing.history(heap.id)[-1]
    assert (after.case.unit.code, after.facts[ASSIGNED_BY], step.what) == ("U2", "operator:li", "assigned")
    assert step.why.tell("en") == "Enforcement is responsible from now on, Sanitation was before (theirs)"
    assert TWO_UNITS.placed(after).unit.code == "U2"


def test_no_unit_no_case():
    """A code that no table has, and a case that has ended."""
    with MemoryStore().write() as writer:
        filing = _filing(writer)
        filing.put(incident(Status.CLOSED))
        with pytest.raises(NotFound, match="no unit U9"):
            assign(filing, "inc_000001", "U9", who="operator:li", why="")
        with pytest.raises(IllegalStep):
            assign(filing, "inc_000001", "U2", who="operator:li", why="")
