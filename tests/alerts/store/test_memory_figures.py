"""The figures' part of the twin. The contract is in tests/contract/test_figures.py."""

from __future__ import annotations

from alerts.store.figures import Looks
from alerts.store.memory import MemoryStore
from tests.builders_store import incident, step


def test_a_reader_keeps_its_view_of_the_figures():
    """What is written later does not show in a view that was opened before."""
    store = MemoryStore()
    with store.read() as reader:
        with store.write() as writer:
            writer.put_incident(incident(), [step()])
            writer.add_looks(1, "police", Looks(due=1))
        assert reader.case_figures() == []
        assert reader.look_figures(0, 9) == []
        assert reader.last_figure() == 0
