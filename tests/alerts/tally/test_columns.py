"""Columns of incidents: taken in, changed, found again."""

from __future__ import annotations

import numpy as np
import pytest

from alerts.store.facts import Fact
from alerts.tally import columns as module
from alerts.tally.columns import GONE, STATUSES, Columns, Words
from core.incident import Status
from tests.builders_tally import fact


def test_texts_are_numbered_in_the_order_in_which_they_come() -> None:
    """The same text is the same number, also in a later call."""
    words = Words()
    assert words.codes(["b", "a", "b"]).tolist() == [0, 1, 0]
    assert words.codes(["c", "a"]).tolist() == [2, 1]
    assert words.texts == ("b", "a", "c")


def test_an_incident_that_changes_stays_in_its_row() -> None:
    """Known by its id: a change is no second incident."""
    columns = Columns()
    columns.put([fact("inc_1"), fact("inc_2")])
    columns.put([fact("inc_2", status="closed", matter="crowd"), fact("inc_3")])
    assert columns.size == 3
    closed = STATUSES.index(Status.CLOSED)
    assert columns.column("status").tolist() == [1, closed, 1]
    assert columns.matters.texts == ("waste", "crowd")
    assert columns.live == {0: "inc_1", 2: "inc_3"}


@pytest.mark.parametrize("status", ["candidate", "expired"])
def test_what_nobody_was_told_of_counts_nowhere(status: str) -> None:
    """Its row stays and is marked."""
    columns = Columns()
    columns.put([fact("inc_1")])
    columns.put([fact("inc_1", status=status)])
    assert columns.column("status").tolist() == [GONE]
    assert columns.live == {}


def test_ids_are_found_whether_sorted_or_loose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands in several calls, sorted anew in between: each keeps its row, none is doubled."""
    monkeypatch.setattr(module, "_LOOSE", 700)
    columns = Columns()
    names = [f"inc_{number}" for number in range(3000)]
    for start in range(0, 3000, 500):
        columns.put([fact(name) for name in names[start : start + 500]])
    columns.put([fact(name, lon=float(number % 90)) for number, name in enumerate(names)])
    assert columns.size == 3000
    assert columns.column("lon").tolist() == [float(number % 90) for number in range(3000)]


def test_who_waits_is_told_by_urgency() -> None:
    """Overdue outweighs waiting for an operator."""
    columns = Columns()
    columns.put([fact("a"), fact("b", held="unit"), fact("c", held="unit", overdue=1), fact("d", overdue=1)])
    assert columns.column("waits").tolist() == [0, 1, 2, 2]


def test_nothing_is_taken_in_for_nothing() -> None:
    """An empty call changes nothing, and columns of nobody can be asked."""
    columns = Columns()
    columns.put([])
    columns.settle()
    assert columns.size == 0
    assert columns.column("at").dtype == np.int64
    assert Fact._fields[0] == "id"
