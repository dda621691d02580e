from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import uvicorn

from api.routes import live_socket
from tests.builders_api import TOKEN, Deck


class Desk:
    """A deck behind a real server, and a client with its session open."""

    def __init__(self, deck: Deck, client: aiohttp.ClientSession, base: str) -> None:
        self.deck = deck
        self.client = client
        self.base = base

    async def enter(self) -> None:
        """Open a session."""
        async with self.client.post(f"{self.base}/api/v1/session", json={"token": TOKEN}) as answer:
            assert answer.status == 204

    def line(self, query: str = "", **options: Any) -> Any:
        """Open the live line."""
        return self.client.ws_connect(f"{self.base}/api/v1/live{query}", **options)

    def write(self, count: int) -> None:
        """Keep so many long events; nobody is told yet."""
        with self.deck.store.write() as writer:
            for _ in range(count):
                writer.add_event(self.deck.clock.now(), "incident", "inc_1", {"title": "渣土" * 2000})

    def news(self, *refs: str) -> None:
        """Tell one event a ref."""
        with self.deck.store.write() as writer:
            for ref in refs:
                writer.add_event(self.deck.clock.now(), "incident", ref, {"title": "渣土"})
        self.deck.bell.ring()


@pytest.fixture
async def desk(deck: Deck) -> AsyncIterator[Desk]:
    """The API behind a real server: sockets need one."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            deck.app, log_config=None, lifespan="off", timeout_graceful_shutdown=1, ws="websockets-sansio"
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listening]))
    jar = aiohttp.CookieJar(unsafe=True)  # an address is no name, and the jar would keep nothing of it
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        yield Desk(deck, client, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True
    await running


async def refs(line: aiohttp.ClientWebSocketResponse, count: int) -> list[str]:
    """Read what `count` events are about; beats are passed over."""
    found: list[str] = []
    async with asyncio.timeout(5):
        while len(found) < count:
            found += [row["ref"] for row in await line.receive_json() if row["kind"] != "beat"]
    return found


async def test_events_come_as_they_happen_and_resume(desk: Desk) -> None:
    """A line that is opened again after a number brings what was told meanwhile, once and in order."""
    await desk.enter()
    async with desk.line() as line:
        (beat,) = await line.receive_json()
        assert beat["kind"] == "beat"
        desk.news("a", "b")
        assert await refs(line, 2) == ["a", "b"]
    desk.news("c", "d")
    async with desk.line(f"?since={beat['seq'] + 1}") as line:
        assert await refs(line, 3) == ["b", "c", "d"]


async def test_nobody_unknown_listens(desk: Desk) -> None:
    """Without a session the line is closed with a code that leads the page to the door."""
    async with desk.line() as line:
        assert (await line.receive()).type is aiohttp.WSMsgType.CLOSE
        assert line.close_code == live_socket.DENIED


async def test_a_page_of_another_site_does_not_listen(desk: Desk) -> None:
    """The browser sends the cookie along with it; the Origin gives it away."""
    await desk.enter()
    async with desk.line(headers={"Origin": "https://elsewhere.example"}) as line:
        await line.receive()
        assert line.close_code == live_socket.DENIED


async def test_lines_are_bounded_and_given_back(desk: Desk) -> None:
    """One more than may is closed with another code; when one ends, there is room again."""
    await desk.enter()
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(10):
            line = await stack.enter_async_context(desk.line())
            await line.receive_json()
        async with desk.line() as line:
            await line.receive()
            assert line.close_code == live_socket.FULL
    async with asyncio.timeout(5):
        while desk.deck.bell.listening:
            await asyncio.sleep(0.01)
    async with desk.line() as line:
        assert (await line.receive_json())[0]["kind"] == "beat"


async def test_who_never_reads_loses_his_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A console whose machine has gone to sleep is cut off, and somebody who looks gets its line."""
    monkeypatch.setattr(live_socket, "PATIENCE_S", 0.3)
    await desk.enter()
    cookie = "; ".join(f"{one.key}={one.value}" for one in desk.client.cookie_jar)
    host, port = desk.base.removeprefix("http://").split(":")
    with socket.socket() as asleep:
        asleep.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asleep.connect((host, int(port)))
        asleep.sendall(
            f"GET /api/v1/live HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        async with asyncio.timeout(20):
            while not desk.deck.bell.listening:
                await asyncio.sleep(0.01)
            while desk.deck.bell.listening:
                await asyncio.to_thread(desk.write, 50)
                desk.deck.bell.ring()
                await asyncio.sleep(0.02)
    async with desk.line() as line:
        assert (await line.receive_json())[0]["kind"] == "beat"


async def test_a_number_of_another_database_starts_at_the_newest(desk: Desk) -> None:
    """After a restore a page's number is beyond everything: it hears what comes, instead of nothing."""
    await desk.enter()
    desk.news("a")
    async with desk.line("?since=999999") as line:
        await line.receive_json()
        desk.news("b")
        assert await refs(line, 1) == ["b"]


async def test_of_many_that_come_at_once_no_more_get_in_than_may(desk: Desk) -> None:
    """Counted before the store is asked: the deck lets ten in."""
    await desk.enter()
    async with contextlib.AsyncExitStack() as stack:
        lines = [desk.line() for _ in range(25)]
        opened = await asyncio.gather(*map(stack.enter_async_context, lines))
        first = await asyncio.gather(*(one.receive() for one in opened))
        kept = [one for one in first if one.type is aiohttp.WSMsgType.TEXT]
        assert (len(kept), desk.deck.bell.listening) == (10, 10)


async def _answer(line: aiohttp.ClientWebSocketResponse, within_s: float = 5) -> Any:
    """Read on until something watched is told."""
    async with asyncio.timeout(within_s):
        while not isinstance(told := await line.receive_json(), dict):
            pass
    return told


async def test_what_is_watched_is_told_at_once_and_when_it_has_changed(desk: Desk, monkeypatch) -> None:
    """The inbox comes without being fetched; what does not touch it tells nothing, and an end is an end."""
    monkeypatch.setattr(live_socket, "WATCHED_S", 0.0)
    await desk.enter()
    async with desk.line() as line:
        await line.send_json({"name": "mine", "watch": {"limit": 5}})
        told = await _answer(line)
        assert told["name"] == "mine"
        async with desk.client.get(f"{desk.base}/api/v1/inbox?limit=5") as answer:
            assert (await answer.json())["total"] == told["body"]["total"] == 0
        desk.news("camera-like")
        desk.deck.incident(box=(0.1, 0.6, 0.2, 0.7))
        desk.deck.bell.ring()
        change = (await _answer(line))["change"]
        assert (change["total"], len(change["rows"])) == (1, 1)
        known = change["rows"][0]["head"]["id"]
        desk.deck.incident(box=(0.8, 0.6, 0.9, 0.7), subject="cam-1/waste/2", seconds=2)
        desk.deck.bell.ring()
        assert known in (await _answer(line))["change"]["rows"]  # by its id alone: it is as it was
        await line.send_json({"name": "mine"})
        desk.deck.incident(camera_id="cam-2", subject="cam-2/waste/1", seconds=9)
        desk.deck.bell.ring()
        with pytest.raises(TimeoutError):
            await _answer(line, within_s=0.4)


@pytest.mark.parametrize("text", ["", "x", "[]", '{"name": "a b"}', '{"name": "a", "watch": {"limit": 0}}'])
async def test_what_nobody_understands_ends_the_line_and_says_why(desk: Desk, text: str) -> None:
    """A console that speaks another language is told so, instead of waiting for ever."""
    await desk.enter()
    async with desk.line() as line:
        await line.send_str(text)
        async with asyncio.timeout(5):
            while (message := await line.receive()).type is not aiohttp.WSMsgType.CLOSE:
                assert message.type is aiohttp.WSMsgType.TEXT
        assert message.data == live_socket.UNSAID
        assert message.extra
