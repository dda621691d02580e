from __future__ import annotations

import asyncio

import aiohttp
import pytest

from gridwatch.bench.cameras import names
from gridwatch.beside.child import Child, module


async def _ask(client: aiohttp.ClientSession, url: str) -> str:
    """How a camera answers."""
    try:
        async with client.get(url) as answer:
            return "picture" if (await answer.read()).startswith(b"\xff\xd8") else "no picture"
    except aiohttp.ServerTimeoutError as error:
        return "not connected" if isinstance(error, aiohttp.ConnectionTimeoutError) else "no answer"


async def test_storms_come_and_go() -> None:
    """A dark network takes no connection, a slow or hanging camera gives no answer; afterwards all are well."""
    first, second = names(2)
    timeout = aiohttp.ClientTimeout(sock_connect=0.7, sock_read=0.7)
    command = module("gridwatch.bench.storm_cameras", "--cameras", "2", "--period", "5")
    async with Child(command, {}) as cameras, aiohttp.ClientSession(timeout=timeout) as client:
        dark = f"http://127.0.0.1:{cameras.hello['dark_http']}/cam/{first}/snapshot.jpg"
        other = f"http://127.0.0.1:{cameras.hello['http']}/cam/{second}/snapshot.jpg"
        assert [await _ask(client, url) for url in (dark, other)] == ["picture", "picture"]
        await cameras.ask({"do": "dark"})
        assert [await _ask(client, url) for url in (dark, other)] == ["not connected", "picture"]
        await cameras.ask({"do": "well"})
        assert await _ask(client, dark) == "picture"
        await cameras.ask({"do": "slow", "cameras": [second], "seconds": 30})
        assert [await _ask(client, url) for url in (dark, other)] == ["picture", "no answer"]
        told = await cameras.ask({"do": "well"})
        assert await _ask(client, other) == "picture"
        assert told["requests"] >= 3
        reader, writer = await asyncio.open_connection("127.0.0.1", cameras.hello["rtsp"])
        writer.write(b"OPTIONS rtsp://x RTSP/1.0\r\nCSeq: 1\r\n\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.5)
        writer.close()
