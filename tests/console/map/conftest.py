"""A page with a map: a browser that draws, and a deck with something to draw."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from core.clock import ManualClock
from tests.builders_console import ConsoleDeck
from tests.builders_map import POSE, grid, placed
from tests.console.conftest import Console, opened


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> ConsoleDeck:
    """Four cameras in two streets, one of them blind, and a heap that cam-1 sees."""
    made = ConsoleDeck(tmp_path, clock)
    made.known = {
        one.id: one
        for one in (
            placed("cam-1", 120.002, 30.002, name="柳湾路口", pose=POSE, owner="police"),
            placed("cam-2", 120.03, 30.01, name="新桥路12号东门", owner="police"),
            placed("cam-3", 120.035, 30.015, name="新桥菜场", owner="market"),
            placed("cam-4", 120.0355, 30.0155, name="新桥后门", owner="market"),
        )
    }
    for camera_id in made.known:
        made.healthy(camera_id)
    made.healthy("cam-3", "blind")
    made.grid = grid
    return made


@pytest_asyncio.fixture(loop_scope="module")
async def console(drawing: Browser, deck: ConsoleDeck) -> AsyncIterator[Console]:
    """As in the folder above, in a browser that draws."""
    async with opened(drawing, deck, width=1366, height=768) as given:
        yield given
