"""Everything the page may have to say is said in both languages."""

from __future__ import annotations

from alerts.progress import LINE, Note, Reached
from api.public.words import NOTES, REACHED, STAGES


def test_nothing_lacks_its_words():
    """Every stage of the line, every note, every state."""
    assert STAGES.keys() == set(LINE)
    assert NOTES.keys() == set(Note)
    assert REACHED.keys() == set(Reached)
    every = [*STAGES.values(), *NOTES.values(), *REACHED.values()]
    assert all(zh and en and zh != en for zh, en in every)
