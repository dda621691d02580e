"""A service that is hosted; stand-ins for it, which start, break and end as they are told."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

import pytest

from gridwatch import hosting
from gridwatch.hosting import free_port, hosted
from gridwatch.service import Service


class Stand:
    """Stands for a service."""

    def __init__(self, *, breaks: Exception | None = None, ends_after_s: float | None = None) -> None:
        self.started = asyncio.Event()
        self.ended = False
        self._breaks = breaks
        self._ends_after_s = ends_after_s

    async def run(self, stop: asyncio.Event) -> None:
        """Run until told to stop, unless it was to end by itself."""
        if self._breaks is not None and self._ends_after_s is None:
            raise self._breaks
        self.started.set()
        try:
            await asyncio.wait_for(stop.wait(), self._ends_after_s)
        except TimeoutError:
            if self._breaks is not None:
                raise self._breaks from None
        self.ended = True


def stand(**how: Any) -> Service:
    """Make one."""
    return cast("Service", Stand(**how))


async def test_it_runs_while_the_block_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside it has started and time passes as it is told; afterwards it has ended, not only been told to."""
    monkeypatch.setattr(hosting, "_TICK_S", 0.02)
    service, told = stand(), list[float]()
    async with hosted(service) as host:
        assert service.started.is_set()
        await host.last(0.1, told.append)
        host.check()
        assert not host.running.done()
    assert cast("Stand", service).ended
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] >= 0.1


async def test_what_keeps_it_from_starting_is_raised() -> None:
    """The block is never entered; a bad address is told and no wait is left behind."""
    with pytest.raises(OSError, match="taken"):
        async with hosted(stand(breaks=OSError("the port is taken"))):
            pytest.fail("entered")


async def test_what_breaks_it_while_time_passes_is_raised() -> None:
    """At once, by its own name: figures of a service that is gone are none."""
    with pytest.raises(OSError, match="disk"):
        async with hosted(stand(breaks=OSError("no space on disk"), ends_after_s=0.05)) as host:
            await host.last(30)


async def test_an_end_without_a_reason_is_told() -> None:
    """Nothing was raised and nobody asked for it."""
    with pytest.raises(RuntimeError, match="before it was told to"):
        async with hosted(stand(ends_after_s=0.05)) as host:
            await host.last(30)


async def test_an_error_of_the_block_ends_it() -> None:
    """No service is left running behind a bench that broke."""
    service = stand()
    with pytest.raises(ValueError, match="of the bench"):
        async with hosted(service):
            raise ValueError("of the bench")
    assert cast("Stand", service).ended


def test_a_free_port_can_be_listened_on() -> None:
    """Here and now."""
    socket.create_server(("127.0.0.1", free_port())).close()
