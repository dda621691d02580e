"""The book keeps step with its store, and begins anew with another one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.figures.book import FigureBook
from alerts.store.load import LoadMark, Marked
from alerts.store.memory import MemoryStore
from core.config.settings.load import Load
from tests.builders import at
from tests.builders_store import incident, step


def test_a_question_is_about_everything_that_is_committed():
    """What came since the last question is read by the next one."""
    store = MemoryStore()
    book = FigureBook(store, rule=Load(), zone=ZoneInfo("Asia/Shanghai"))
    assert book.warm() == (0, 0)
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.add_load_marks([LoadMark(at=at(0), incident_id="inc_1", what=Marked.SHOWN)])
    assert book.cases(len) == 1
    assert book.alarms(len) == 1


def test_a_restored_database_is_read_anew():
    """A store that has come less far than the book is another one."""
    store = MemoryStore()
    book = FigureBook(store, rule=Load(), zone=ZoneInfo("Asia/Shanghai"))
    for n in range(3):
        with store.write() as writer:
            writer.put_incident(incident(f"inc_{n}"), [step()])
    assert book.cases(len) == 3
    store._tables = MemoryStore()._tables
    assert book.cases(len) == 0
