"""Thirty tabs over one service: each sees each new case, also after a cut, and none takes another's line away."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.builders_console import ConsoleDeck
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

TABS = 30
AT_FIRST = 2  # cases


@pytest.fixture
def deck(deck: ConsoleDeck) -> ConsoleDeck:
    """Cameras for more cases than there are."""
    deck.fill(12)
    deck.heaps(AT_FIRST)
    return deck


async def _all_show(tabs: list[Page], cases: int) -> None:
    for tab in tabs:
        await expect(tab.get_by_test_id("line")).to_have_count(cases)
        await expect(tab.get_by_role("status").filter(has_text="实时")).to_be_visible()


async def test_thirty_tabs_show_every_new_case(console: Console) -> None:
    """One after the other as they come, and what came while the service was away."""
    deck = console.deck
    await console.enter()
    tabs = [console.page]
    for _ in range(TABS - 1):
        tabs.append(tab := console.watch(await console.context.new_page()))
        await tab.goto(console.base)
    await _all_show(tabs, AT_FIRST)
    for more in (1, 2, 3):
        await deck.do(deck.incident, camera_id=f"port-{4 + more:05d}", seconds=2000.0 + 100 * more)
        await _all_show(tabs, AT_FIRST + more)
    assert console.wrong == []
    async with console.away():
        await deck.do(deck.incident, camera_id="port-00008", seconds=2400.0)
        for tab in tabs:
            await expect(tab.get_by_text("连接中断")).to_be_visible()
    await _all_show(tabs, AT_FIRST + 4)
    console.wrong.clear()  # the browser reports the refused connections
