from __future__ import annotations

import pytest

from alerts import ledger_page
from alerts.ledger import Search
from alerts.ledger_page import LedgerPage, newest
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from tests.builders_store import attempt, delivery, incident, step


def _ledger(count: int = 5) -> MemoryStore:
    """Deliveries by turns of two cases; the body of each says its number."""
    store = MemoryStore()
    with store.write() as writer:
        for one in ("inc_1", "inc_2"):
            writer.put_incident(incident(one), [step()])
        for n in range(count):
            row = delivery(f"msg_{n}", incident_id=f"inc_{1 + n % 2}", seq=n + 1, body=b'{"n": "no-%d"}' % n)
            writer.enqueue(row)
    return store


def _page(store: MemoryStore, before: str | None = None, seen: object = None, **wanted: object) -> LedgerPage:
    with store.read() as reader:
        return newest(
            reader,
            Search(**wanted),  # type: ignore[arg-type]  # by name
            before=before,
            sees=lambda ids: [one for one in ids if seen is None or one == seen],
        )


def test_pages_join_without_a_gap() -> None:
    """Each begins where the one before ended, and the last says that it is."""
    store = _ledger()
    first = _page(store, limit=2)
    second = _page(store, first.next, limit=2)
    last = _page(store, second.next, limit=2)
    told = [row.id for page in (first, second, last) for row in page.deliveries]
    assert told == ["msg_4", "msg_3", "msg_2", "msg_1", "msg_0"]
    assert last.next is None


def test_a_page_that_is_full_to_the_last_row_has_no_next() -> None:
    """So nobody asks for an empty page."""
    assert _page(_ledger(2), limit=2).next is None


def test_words_are_found_in_what_was_sent_and_in_what_came_back() -> None:
    """Also in the middle of a body, and in the answer of an attempt."""
    store = _ledger()
    with store.write() as writer:
        tried = attempt("msg_2", 1, status=500, outcome="retry", detail="队列已满")
        writer.settle(tried, state=DeliveryState.DEAD, next_at=None)
    assert [row.id for row in _page(store, text="no-3").deliveries] == ["msg_3"]
    assert [row.id for row in _page(store, text="已满").deliveries] == ["msg_2"]


def test_what_one_may_not_see_is_left_out_and_the_page_goes_on() -> None:
    """Cases of another part of the district do not end the list."""
    assert [row.id for row in _page(_ledger(), seen="inc_2", limit=2).deliveries] == ["msg_3", "msg_1"]


def test_a_search_opens_so_many_rows_and_then_says_where_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that nobody has written do not read the ledger of a year in one go."""
    monkeypatch.setattr(ledger_page, "SCANNED", 4)
    monkeypatch.setattr(ledger_page, "_READ", 2)
    store = _ledger(9)
    page = _page(store, text="no-0")
    assert (page.deliveries, page.next) == ((), "msg_5")
    page = _page(store, page.next, text="no-0")
    page = _page(store, page.next, text="no-0")
    assert [row.id for row in page.deliveries] == ["msg_0"]
