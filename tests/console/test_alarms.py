"""New alarms in the inbox: what is heard and what the desktop is told, by severity."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, expect

from tests.builders_console import ConsoleDeck
from tests.console.conftest import ARGS, Console, launched

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

RECORDER = """
window.tones = [];
window.contexts = [];
window.AudioContext = class extends AudioContext {
  constructor() {
    super();
    window.contexts.push(this);
  }
};
window.notices = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  window.tones.push(this.frequency.value);
  return start.call(this, when);
};
window.Notification = class extends Notification {
  constructor(title, options) {
    super(title, options);
    window.notices.push({ title, notice: this });
  }
};
Object.defineProperty(document, "hidden", { get: () => window.behind === true });
"""
# the driver's own questions to a page count as touches
UNTOUCHED = "Object.defineProperty(navigator, 'userActivation', { get: () => ({ hasBeenActive: false }) })"
MINOR, MODERATE, SEVERE = [520], [520, 660], [740, 990, 740]  # Hz


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(playwright: Playwright, desktop_chromium: str) -> AsyncIterator[Browser]:
    """A browser that may tell the desktop."""
    async with launched(playwright, desktop_chromium, ARGS) as browser:
        yield browser


@pytest.fixture
def deck(deck: ConsoleDeck) -> ConsoleDeck:
    """A case that was there before anybody came."""
    deck.fill(12)
    deck.heaps(1)
    return deck


async def _enter(console: Console) -> None:
    """Open the inbox of a desk that allows notices; nobody has touched the page."""
    await console.context.grant_permissions(["notifications"])
    await console.page.add_init_script(RECORDER)
    await console.enter()
    await expect(console.page.get_by_test_id("line")).to_have_count(1)


async def _touch(console: Console) -> None:
    """Touch the page as an operator does, who is then heard."""
    await console.page.keyboard.press("Shift")
    await expect(console.page.get_by_role("button", name="声音已开")).to_be_visible()


async def _raise(console: Console, number: int, **changes: Any) -> None:
    """Let a case come; the page knows it when this returns."""
    camera_id = f"port-{number:05d}"
    await console.deck.do(console.deck.incident, camera_id=camera_id, seconds=1000.0 * number, **changes)
    await expect(console.page.get_by_test_id("announced")).to_contain_text(f"街口 {number}")


async def _tones(console: Console) -> list[float]:
    """Return what has sounded since this was asked last."""
    return list(await console.page.evaluate("window.tones.splice(0)"))


async def _rests(console: Console) -> None:
    """Wait until the page's one mixer stands still."""
    async with asyncio.timeout(5):
        while await console.page.evaluate("window.contexts.map((one) => one.state).join()") != "suspended":
            await asyncio.sleep(0.05)


async def test_each_severity_has_its_own_sound(console: Console) -> None:
    """What was there before is not heard; a graver alarm sounds longer and higher; switched off it is silent."""
    await _enter(console)
    await _touch(console)
    assert await _tones(console) == []
    for number, (matter, tone) in enumerate(
        [("construction_waste", MINOR), ("obstruction", MODERATE), ("fire_lane", SEVERE)], start=3
    ):
        await _raise(console, number, matter=matter)
        assert await _tones(console) == tone
    await console.page.get_by_role("button", name="声音已开").click()
    await _raise(console, 7)
    assert await _tones(console) == []


async def test_a_page_that_nobody_has_touched_says_that_it_is_silent(console: Console) -> None:
    """The browser wants a touch first; the click on that very button wakes it and does not switch it off."""
    page = console.page
    await page.add_init_script(UNTOUCHED)
    await _enter(console)
    asleep = page.get_by_role("button", name="尚不能发声")
    await expect(asleep).to_be_visible()
    await _raise(console, 3)
    assert await _tones(console) == []
    await asleep.click()
    await expect(page.get_by_role("button", name="声音已开")).to_be_visible()
    await _raise(console, 4)
    assert await _tones(console) == MINOR


async def test_a_touch_of_another_page_is_enough(console: Console) -> None:
    """Whoever comes to the inbox by a click is heard without another one."""
    page = console.page
    await console.context.grant_permissions(["notifications"])
    await page.add_init_script(RECORDER)
    await console.enter("/silences")
    await page.get_by_role("link", name="待办", exact=True).click()
    await expect(page.get_by_test_id("line")).to_have_count(1)
    await expect(page.get_by_role("button", name="声音已开")).to_be_visible()
    await _raise(console, 3)
    assert await _tones(console) == MINOR


async def test_the_desktop_is_told_while_the_page_is_behind(console: Console) -> None:
    """From moderate on, with its headline; never while it is looked at. A click opens the case."""
    page = console.page
    await _enter(console)
    await _raise(console, 3, matter="fire_lane")
    await page.evaluate("window.behind = true")
    await _raise(console, 4)
    assert await page.evaluate("window.notices.length") == 0
    await _raise(console, 5, matter="obstruction")
    (notice,) = await page.evaluate("window.notices.map(({ title }) => title)")
    assert notice == "新告警 1 起：占道经营 · 街口 5"
    await page.evaluate("window.notices[0].notice.onclick()")
    await expect(page.get_by_test_id("case")).to_contain_text("占道经营")


async def test_between_alarms_nothing_runs(console: Console) -> None:
    """A running mixer costs every tab more than the inbox does; it rests before the first alarm and after each."""
    await _enter(console)
    await _touch(console)
    await _rests(console)
    await _raise(console, 7, matter="fire_lane")
    assert await _tones(console) == SEVERE
    await _rests(console)
    await _raise(console, 8)
    assert await _tones(console) == MINOR


async def test_on_another_page_alarms_are_heard_too(console: Console) -> None:
    """Who looks at the map or a case hears what comes meanwhile, and nothing of what was there before."""
    await _enter(console)
    await _touch(console)
    await console.page.get_by_role("link", name="摄像机", exact=True).click()
    await expect(console.page.get_by_role("heading", name="摄像机", exact=True)).to_be_visible()
    await expect(console.page.get_by_test_id("announced")).to_be_attached()
    await _raise(console, 5, matter="fire_lane")
    assert await _tones(console) == SEVERE
    await console.page.get_by_role("link", name="待办", exact=True).click()
    await expect(console.page.get_by_test_id("line")).to_have_count(2)
    assert await _tones(console) == []
