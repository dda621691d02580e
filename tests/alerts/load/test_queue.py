from __future__ import annotations

from alerts.load.queue import Card, Queue, Row
from core.reason import Reason
from tests.builders_load import item


def test_what_is_not_shown_goes_to_what_is_held_back():
    """No card is lost on the way, and they are counted by what holds them back."""
    queue = Queue.of([item("a"), item("b"), item("c")])
    first, second, third = queue.cards
    after = queue.sorted_out([first, second.held("silence", Reason(code="x"), "sil_1"), third])
    assert [card.item.id for card in after.cards] == ["a", "c"]
    assert [(card.item.id, card.by, card.ref) for card in after.held] == [("b", "silence", "sil_1")]
    assert after.held_by == {"silence": 1}


def test_a_group_shows_the_highest_severity_of_all():
    """Whoever stands at its head."""
    row = Row(cards=(Card(item=item("a")), Card(item=item("b", severity="moderate"))), group="x")
    assert (row.head.item.id, row.severity) == ("a", "moderate")
