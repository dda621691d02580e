"""What a replay is asked for."""

from __future__ import annotations

import inspect
from pathlib import Path

from gridwatch.cli.replay import replay
from gridwatch.workbench.wanted import Wanted


def test_a_function_call_asks_for_what_the_command_asks_for() -> None:
    """The same settings where nothing is said, but for the videos, which a notebook seldom wants."""
    wanted = Wanted(paths=(Path("a"),), out=Path("b"))
    told = {name: one.default for name, one in inspect.signature(replay).parameters.items()}
    same = {"profile": "profile", "config": "configs", "model": "model", "every": "every_s", "cache": "cache",
            "threads": "threads", "fresh": "fresh"}  # fmt: skip
    assert {name: told[name] for name in same} == {name: getattr(wanted, mine) for name, mine in same.items()}
    assert (told["video"], wanted.video) == (True, False)
