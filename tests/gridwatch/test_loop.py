"""The service's loop is uvloop where it can be had, and asyncio's own where it cannot."""

from __future__ import annotations

import asyncio
import sys

import pytest

from gridwatch.loop import loop_factory, run


async def _kind() -> str:
    return type(asyncio.get_running_loop()).__module__


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
def test_the_loop_is_uvloop() -> None:
    """What runs is the faster loop, and its value comes back."""
    assert run(_kind()).startswith("uvloop")


def test_without_uvloop_it_is_asyncios_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has none runs all the same."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    loop = loop_factory()()
    try:
        assert type(loop).__module__.startswith("asyncio")
    finally:
        loop.close()
