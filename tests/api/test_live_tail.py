"""One reading of the journal for all that listen."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Sequence
from datetime import timedelta

from alerts.store.base import LiveEvent
from api.live_tail import AT_ONCE, KEPT, Tail, Told
from tests.builders import START


class Journal:
    """A journal that counts how often it is read."""

    def __init__(self) -> None:
        self.events: list[LiveEvent] = []
        self.reads: list[tuple[int, int]] = []
        self.gate = threading.Event()
        self.gate.set()

    def tell(self, count: int) -> None:
        """Append events."""
        for seq in range(len(self.events) + 1, len(self.events) + count + 1):
            self.events.append(
                LiveEvent(seq=seq, at=START, kind="incident", ref=f"r{seq}", data={"title": "渣土"})
            )

    def read(self, after: int, limit: int) -> Sequence[LiveEvent]:
        """Return what came after; a closed gate keeps the reader waiting with what it found."""
        self.reads.append((after, limit))
        found = [event for event in self.events if event.seq > after][:limit]
        self.gate.wait(5)
        return found


async def test_thirty_listeners_are_one_reading() -> None:
    """All get the same, each after its own number, as one text."""
    journal = Journal()
    tail = Tail(read=journal.read, pace_s=0)
    tail.begin(0)
    journal.tell(3)
    found = await asyncio.gather(*(tail.after(seq % 3) for seq in range(30)))
    assert len(journal.reads) == 1
    assert [[told.seq for told in one] for one in found[:3]] == [[1, 2, 3], [2, 3], [3]]
    text = tail.joined(found[0])
    assert tail.joined(found[3]) is text
    assert json.loads(text)[0] == {
        "seq": 1,
        "kind": "incident",
        "ref": "r1",
        "at": START.isoformat(),
        "data": {"title": "渣土"},
    }
    assert json.loads(tail.joined(found[1]))[0]["seq"] == 2


async def test_a_beat_is_told_as_itself() -> None:
    """It has the number of the event before it, and of the beat before it, and a time of its own."""
    journal = Journal()
    tail = Tail(read=journal.read, pace_s=0)
    tail.begin(0)
    journal.tell(1)
    found = await tail.after(0)
    assert json.loads(tail.joined(found))[0]["kind"] == "incident"
    for seconds in (10, 20):
        at = START + timedelta(seconds=seconds)
        beat = Told(event=LiveEvent(seq=1, at=at, kind="beat", ref="", data={}))
        (told,) = json.loads(tail.joined([beat]))
        assert (told["kind"], told["at"]) == ("beat", at.isoformat())


async def test_what_is_committed_while_it_is_read_is_not_missed() -> None:
    """Whoever asks after a reading began waits for the next one."""
    journal = Journal()
    tail = Tail(read=journal.read, pace_s=0)
    tail.begin(0)
    journal.gate.clear()
    first = asyncio.create_task(tail.after(0))
    while not journal.reads:
        await asyncio.sleep(0.001)
    journal.tell(1)
    second = asyncio.create_task(tail.after(0))
    await asyncio.sleep(0.01)
    journal.gate.set()
    assert list(await first) == []
    assert [told.seq for told in await second] == [1]


async def test_readings_keep_their_distance() -> None:
    """The first goes at once; what comes meanwhile goes out together."""
    journal = Journal()
    tail = Tail(read=journal.read, pace_s=0.1)
    tail.begin(0)
    loop = asyncio.get_running_loop()
    began = loop.time()
    seq, most = 0, 0
    while loop.time() - began < 0.35:
        journal.tell(1)
        found = await tail.after(seq)
        most = max(most, len(found))
        seq = found[-1].seq if found else seq
    assert len(journal.reads) <= 5
    assert seq == len(journal.events)


async def test_a_console_from_long_ago_reads_the_store() -> None:
    """In portions; the tail itself keeps the newest only, and a late first listener does not fill it."""
    journal = Journal()
    journal.tell(2 * AT_ONCE)
    tail = Tail(read=journal.read, pace_s=0)
    tail.begin(2 * AT_ONCE)
    tail.begin(7)
    first = await tail.after(0)
    assert [first[0].seq, first[-1].seq, len(first)] == [1, AT_ONCE, AT_ONCE]
    assert [told.seq for told in await tail.after(AT_ONCE)][-1] == 2 * AT_ONCE
    journal.tell(KEPT + AT_ONCE)
    assert len(await tail.after(2 * AT_ONCE)) == AT_ONCE
    assert len(tail._kept) == KEPT


async def test_a_store_that_cannot_be_read_says_so_and_is_asked_again() -> None:
    """Each that waits hears of it; the next reading is a new one."""
    journal = Journal()
    ill = True

    def read(after: int, limit: int) -> Sequence[LiveEvent]:
        if ill:
            raise OSError("ill")
        return journal.read(after, limit)

    tail = Tail(read=read, pace_s=0)
    tail.begin(0)
    found = await asyncio.gather(tail.after(0), tail.after(0), return_exceptions=True)
    assert [type(one) for one in found] == [OSError, OSError]
    ill = False
    journal.tell(1)
    assert [told.seq for told in await tail.after(0)] == [1]
