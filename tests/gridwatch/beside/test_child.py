from __future__ import annotations

import asyncio
import sys

import pytest

from core.errors import GridwatchError
from gridwatch.beside.child import Child

ECHO = (
    "import json,sys\nprint(json.dumps({'hello': 1}), flush=True)\n"
    "for line in sys.stdin: print(json.dumps({'got': json.loads(line)}), flush=True)\n"
)


async def test_a_child_says_hello_answers_and_ends_with_its_input() -> None:
    """No process is left behind, also when the parent is killed: its pipe ends."""
    async with Child([sys.executable, "-c", ECHO], {}) as child:
        assert child.hello == {"hello": 1}
        assert await child.ask({"do": "x"}) == {"got": {"do": "x"}}
        process = child._process
    assert process is not None
    assert process.returncode == 0


async def test_a_child_that_dies_at_once_is_named() -> None:
    """Not a hang, not an IndexError."""
    with pytest.raises(GridwatchError, match="ended with 3 before it answered"):
        async with Child([sys.executable, "-c", "raise SystemExit(3)"], {}):
            await asyncio.sleep(0)


async def test_a_child_that_does_not_end_is_killed() -> None:
    """The demo ends in seconds whatever hangs."""
    stubborn = "import time\nprint('{}', flush=True)\ntime.sleep(60)"
    child = Child([sys.executable, "-c", stubborn], {})
    import gridwatch.beside.child as module

    before, module.STOP_S = module.STOP_S, 0.2
    try:
        async with child:
            pass
    finally:
        module.STOP_S = before
    assert child._process is not None
    assert child._process.returncode == -9
