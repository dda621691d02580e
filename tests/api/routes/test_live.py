from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
import uvicorn

from alerts.store.base import LiveEvent
from tests.builders_api import TOKEN, Deck


@pytest.fixture
async def served(deck: Deck) -> AsyncIterator[tuple[Deck, aiohttp.ClientSession, str]]:
    """The API behind a real server: streams need one."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(deck.app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    running = asyncio.create_task(server.serve(sockets=[listening]))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session:
        yield deck, session, base
    server.should_exit = True
    await running


async def read(answer: aiohttp.ClientResponse, count: int) -> list[tuple[int, str, dict[str, object]]]:
    """Read `count` events: number, kind, data. Beats are passed over."""
    found: list[tuple[int, str, dict[str, object]]] = []
    fields: dict[str, str] = {}
    async with asyncio.timeout(5):
        async for raw in answer.content:
            line = raw.decode().rstrip("\n")
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
            elif not line and "data" in fields:
                if fields["event"] != "beat":
                    found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
                fields = {}
                if len(found) == count:
                    return found
    return found


async def test_a_change_reaches_an_open_console_at_once(
    served: tuple[Deck, aiohttp.ClientSession, str],
) -> None:
    """The bell wakes the stream; nobody polls."""
    deck, session, base = served
    async with session.get(f"{base}/api/v1/events") as answer:
        await answer.content.readline()
        incident = await asyncio.to_thread(deck.incident)
        deck.bell.ring()
        events = await read(answer, 1)
    assert (events[0][1], events[0][2]["ref"]) == ("incident", incident.id)


async def test_a_change_while_the_store_is_being_read_is_not_slept_through(
    served: tuple[Deck, aiohttp.ClientSession, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit just after the stream has read, and before it waits, reaches the console at once as well."""
    deck, session, base = served
    tail, loop = deck.app.state.tail, asyncio.get_running_loop()
    real = tail.read
    put_in: list[str] = []

    def since(seq: int, limit: int) -> Sequence[LiveEvent]:
        found = real(seq, limit)
        if not put_in:
            put_in.append(deck.incident().id)
            loop.call_soon_threadsafe(deck.bell.ring)
        return found

    monkeypatch.setattr(tail, "read", since)
    async with session.get(f"{base}/api/v1/events") as answer:
        events = await read(answer, 1)
    assert events[0][2]["ref"] == put_in[0]


async def test_a_console_that_comes_back_misses_nothing(
    served: tuple[Deck, aiohttp.ClientSession, str],
) -> None:
    """Last-Event-ID resumes after the last one seen, across connections."""
    deck, session, base = served
    await asyncio.to_thread(deck.incident)
    async with session.get(f"{base}/api/v1/events?since=0") as answer:
        first = await read(answer, 1)
    await asyncio.to_thread(deck.incident, camera_id="cam-2", seconds=100)
    with deck.store.read() as reader:
        expected = [event.seq for event in reader.events_since(first[0][0])]
    async with session.get(f"{base}/api/v1/events", headers={"Last-Event-ID": str(first[0][0])}) as answer:
        rest = await read(answer, len(expected))
    assert [seq for seq, _, _ in rest] == expected


async def test_a_console_cut_off_before_its_first_event_misses_nothing(
    served: tuple[Deck, aiohttp.ClientSession, str],
) -> None:
    """The opening beat is numbered and tells the server's time, so that even then there is a place to resume."""
    deck, session, base = served
    await asyncio.to_thread(deck.incident)
    with deck.store.read() as reader:
        newest = reader.last_event_seq()
    async with session.get(f"{base}/api/v1/events") as answer:
        lines = [(await answer.content.readline()).decode().strip() for _ in range(4)]
    assert lines[:3] == ["retry: 2000", f"id: {newest}", "event: beat"]
    assert json.loads(lines[3].removeprefix("data: ")) == {"at": deck.clock.now().isoformat()}


async def test_live_connections_are_bounded(served: tuple[Deck, aiohttp.ClientSession, str]) -> None:
    """The eleventh is told to come back, the first ten stay."""
    _, session, base = served
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(10):
            answer = await stack.enter_async_context(session.get(f"{base}/api/v1/events"))
            await answer.content.readline()
        refused = await stack.enter_async_context(session.get(f"{base}/api/v1/events"))
        assert (refused.status, refused.headers["Retry-After"]) == (503, "10")


async def test_a_made_up_place_to_resume_is_refused(served: tuple[Deck, aiohttp.ClientSession, str]) -> None:
    """Not silently started from now, which would lose events."""
    _, session, base = served
    async with session.get(f"{base}/api/v1/events", headers={"Last-Event-ID": "abc"}) as answer:
        assert answer.status == 422


async def test_a_number_from_before_a_restore_goes_on_with_what_comes(
    served: tuple[Deck, aiohttp.ClientSession, str],
) -> None:
    """A console with a number beyond the newest would hear nothing until it is reached again."""
    deck, session, base = served
    async with session.get(f"{base}/api/v1/events", headers={"Last-Event-ID": "9" * 18}) as answer:
        await answer.content.readline()
        incident = await asyncio.to_thread(deck.incident)
        deck.app.state.bell.ring()
        ((_, kind, data),) = await read(answer, 1)
    assert (kind, data["ref"]) == ("incident", incident.id)
    for number in ("9" * 19, "9" * 5000):
        async with session.get(f"{base}/api/v1/events", headers={"Last-Event-ID": number}) as answer:
            assert answer.status == 422
