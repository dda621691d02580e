"""Names are learnt from cases that name them, and found again by part of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.figures.book import FigureBook
from alerts.figures.labels import Labels
from alerts.store.memory import MemoryStore
from core.case import Case, Unit
from core.config.settings.load import Load
from tests.builders_store import incident, step


def test_a_key_is_called_what_a_case_calls_it():
    """Matter, unit and every level of the grid; what no case has named is called by its key."""
    store = MemoryStore()
    book = FigureBook(store, rule=Load(), zone=ZoneInfo("Asia/Shanghai"))
    labels = Labels(store, book)
    labels.learn()
    assert labels.label("matter", "construction_waste") == ("construction_waste", "construction_waste")
    with store.write() as writer:
        unit = Unit(code="U1", name="城管局", name_en="City management")
        writer.put_incident(incident(case=Case(unit=unit)), [step()])
    labels.learn()
    assert labels.label("matter", "construction_waste") == ("积存垃圾渣土", "Accumulated waste")
    assert labels.label("unit", "U1") == ("城管局", "City management")
    assert labels.label("street", "330109001")[0] == "河畔街道"
    assert labels.matching("management")["unit"] == {"U1"}
    assert labels.matching("河畔")["grid"] == {"330109001"}
    assert labels.matching("nothing of the kind")["matter"] == frozenset()
