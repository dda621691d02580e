"""A service that holds its database no longer ends; one whose database is away waits."""

from __future__ import annotations

import asyncio

import pytest

from alerts.store.alone import Taken
from core.errors import StoreError
from gridwatch.holding import keep_hold


class _Held:
    """Answers as the script says, the last answer again and again."""

    def __init__(self, stop: asyncio.Event, *script: Exception | None) -> None:
        self._stop, self._script = stop, list(script)
        self.asked = 0

    def confirm(self) -> None:
        """Answer."""
        self.asked += 1
        if not self._script:
            self._stop.set()
        elif (error := self._script.pop(0)) is not None:
            raise error


async def test_a_database_that_is_away_is_asked_again() -> None:
    """A restart of the server ends no service."""
    stop = asyncio.Event()
    held = _Held(stop, None, StoreError("refused"), StoreError("refused"), None)
    await asyncio.wait_for(keep_hold(held, stop, every_s=0.01), 5)
    assert held.asked == 5


async def test_a_database_that_another_has_ends_the_service() -> None:
    """At once, and told."""
    stop = asyncio.Event()
    held = _Held(stop, None, Taken("another gridwatch works on g"))
    with pytest.raises(Taken, match="another gridwatch"):
        await asyncio.wait_for(keep_hold(held, stop, every_s=0.01), 5)
    assert held.asked == 2
