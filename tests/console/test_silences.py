from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


async def test_a_silence_is_made_seen_and_ended(console: Console) -> None:
    """By key; it tells what it holds back, who made it and why; its end wants a reason, too."""
    deck, page = console.deck, console.page
    deck.fill(12)
    deck.heaps(3)
    await console.enter("/silences")
    await expect(page.get_by_text("没有生效的静默")).to_be_visible()
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="新建静默")
    await expect(
        dialog.get_by_role("button", name="静默")
    ).to_be_disabled()  # a silence of everything is none
    await dialog.get_by_label("摄像机编号").fill("port-00001,")
    await dialog.get_by_label("原因").fill("集市日")
    await dialog.get_by_role("button", name="静默").click()
    row = page.get_by_role("region", name="静默", exact=True).locator("tbody tr.ant-table-row")
    await expect(row.get_by_title("port-00001")).to_have_text("街口 1")
    await expect(row).to_contain_text("1 起")
    with deck.store.read() as reader:
        (made,) = reader.silences()
    assert (made.reason, made.matchers.cameras) == ("集市日", ("port-00001",))
    await row.get_by_role("button", name="立即结束").click()
    dialog = page.get_by_role("dialog", name="立即结束")
    await dialog.get_by_label("原因").fill("集市已散")
    await dialog.get_by_role("button", name="立即结束").click()
    await expect(page.get_by_text("没有生效的静默")).to_be_visible()
    await page.get_by_label("含已结束").click()
    await expect(page).to_have_url(f"{console.base}/silences?state=all")
    await page.get_by_role("button", name="展开行").click()
    await expect(page.get_by_role("region", name="记录")).to_contain_text("集市已散")


async def test_a_case_is_taken_from_the_shelf(console: Console) -> None:
    """The list says who shelved it and why; what is done elsewhere appears by itself."""
    deck, page = console.deck, console.page
    one = deck.incident()
    await console.enter("/silences")
    await expect(page.get_by_text("没有搁置中的事件")).to_be_visible()
    until = deck.clock.now() + timedelta(hours=2)
    await deck.do(deck.load.acts.shelve, one.id, who="operator:wang", why="次日清运", until=until)
    shelf = page.get_by_role("region", name="搁置中的事件")
    await expect(shelf).to_contain_text("次日清运")
    await shelf.get_by_role("button", name="取消搁置").click()
    dialog = page.get_by_role("dialog", name="取消搁置")
    await dialog.get_by_label("原因").fill("已到场")
    await dialog.get_by_role("button", name="取消搁置").click()
    await expect(page.get_by_text("没有搁置中的事件")).to_be_visible()
    with deck.store.read() as reader:
        assert not reader.shelves()


async def test_the_load_is_told_against_six_an_hour(console: Console) -> None:
    """Of the last hour and of the last day, in both languages."""
    await console.enter("/silences")
    hour = console.page.get_by_role("region", name="席位负荷（近 1 小时）")
    await expect(hour).to_contain_text("≤ 6")
    await console.page.get_by_role("button", name="切换语言").click()
    await expect(console.page.get_by_role("region", name="Last 24 hours")).to_contain_text("≤ 12")
