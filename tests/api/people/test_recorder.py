from __future__ import annotations

import pytest

from api.people import recorder as module
from api.people.recorder import SAME_VIEW_S, Recorder
from core.people.audit import AuditQuery
from core.people.roles import Role
from core.people.who import Who
from tests.builders_api import Deck

LI = Who(name="li", role=Role.OPERATOR, session="ses_1", address="192.0.2.7")


def _acts(deck: Deck) -> list[tuple[str, str, str]]:
    with deck.store.read() as reader:
        return [(one.act, one.ref, one.reason) for one in reader.audit(AuditQuery())][::-1]


def test_the_same_view_again_within_a_minute_is_one(deck: Deck) -> None:
    """A wall asks for its pictures each second; another picture, session or reason is another view."""
    recorder = Recorder(deck.store, deck.clock)
    for _ in range(3):
        recorder.viewed(LI, "/x", "k1")
    recorder.viewed(LI, "/x", "k2", reason="12345")
    deck.clock.advance(SAME_VIEW_S)
    recorder.viewed(LI, "/x", "k1")
    assert _acts(deck) == [("view /x", "k1", ""), ("view /x", "k2", "12345"), ("view /x", "k1", "")]


def test_what_is_remembered_of_views_is_bounded(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fell out is written down once more, never once less."""
    monkeypatch.setattr(module, "MOST_VIEWS", 1)
    recorder = Recorder(deck.store, deck.clock)
    for key in ("k1", "k2", "k1"):
        recorder.viewed(LI, "/x", key)
    assert len(_acts(deck)) == 3


def test_long_words_are_cut_not_refused(deck: Deck) -> None:
    """An entry is always written."""
    Recorder(deck.store, deck.clock).acted(LI, "a" * 999, "r" * 999, detail="d" * 999)
    ((act, ref, _),) = _acts(deck)
    assert (len(act), len(ref)) == (128, 200)
