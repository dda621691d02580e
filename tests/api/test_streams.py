from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi import HTTPException
from starlette.requests import ClientDisconnect

from api.streams import BoundedStream, Turns

SCOPE: dict[str, Any] = {"type": "http", "asgi": {"spec_version": "2.4"}}


async def _never() -> Any:
    await asyncio.Event().wait()


def _stream(ended: list[bool], longest_s: float = 10) -> BoundedStream:
    return BoundedStream(
        iter(["a", "b"]),
        media_type="text/csv",
        file_name="x.csv",
        after=lambda: ended.append(True),
        longest_s=longest_s,
    )


def test_few_at_a_time_and_a_turn_comes_back() -> None:
    """The one too many is told to come again, and may once another has ended."""
    turns = Turns(2)
    give_back, _ = turns.take(), turns.take()
    with pytest.raises(HTTPException) as refused:
        turns.take()
    assert refused.value.status_code == 503
    assert refused.value.headers == {"Retry-After": "20"}
    give_back()
    turns.take()


async def test_it_sends_the_pieces_and_ends_once() -> None:
    """Named as a file."""
    sent: list[dict[str, Any]] = []
    ended: list[bool] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await _stream(ended)(SCOPE, _never, send)
    assert b"".join(message.get("body", b"") for message in sent) == b"ab"
    assert (b"content-disposition", b'attachment; filename="x.csv"') in sent[0]["headers"]
    assert ended == [True]


async def test_a_reader_who_sleeps_is_cut_off() -> None:
    """His turn comes back, and the answer has no proper end that could be taken for the whole."""
    sent: list[dict[str, Any]] = []
    ended: list[bool] = []

    async def send(message: Any) -> None:
        if message.get("body") == b"b":
            await asyncio.Event().wait()
        sent.append(message)

    with pytest.raises(TimeoutError):
        await _stream(ended, longest_s=0.05)(SCOPE, _never, send)
    assert ended == [True]
    assert all(message.get("more_body", True) for message in sent)


async def test_a_reader_who_goes_away_gives_his_turn_back() -> None:
    """Whatever breaks the sending off."""
    ended: list[bool] = []

    async def send(message: Any) -> None:
        if message.get("body"):
            raise OSError("connection reset")

    with pytest.raises(ClientDisconnect):
        await _stream(ended)(SCOPE, _never, send)
    assert ended == [True]
