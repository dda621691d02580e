"""The map in a real Chromium that draws by software: what it shows, finds, filters, and the same as lists."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.console.conftest import PATIENCE, Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


async def _drawn(page: Page) -> None:
    await expect(page.get_by_test_id("map")).to_have_attribute("data-drawn", "yes", timeout=PATIENCE)


async def _middle(page: Page) -> None:
    """Click where the map's middle is."""
    box = await page.get_by_test_id("map").bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


async def test_what_is_clicked_is_told_beside_the_map(console: Console) -> None:
    """Text needs no server of glyphs, and what is chosen stands in the address."""
    page = console.page
    await console.deck.do(console.deck.incident)
    await console.enter("/map?at=120.002,30.002,17")
    await _drawn(page)
    await _middle(page)
    panel = page.get_by_label("所选对象")
    await expect(panel.get_by_role("heading", name="柳湾路口")).to_be_visible()
    await expect(panel).to_contain_text("30.002000° N, 120.002000° E (WGS-84)")
    await expect(panel).to_contain_text("示范区 · 河畔街道 · 柳湾社区 · 第一网格")
    assert "sel=camera%3Acam-1" in page.url
    await expect(panel.get_by_role("link", name="摄像机页")).to_have_attribute("href", "/camera/cam-1")
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    assert "sel=" not in page.url


@pytest.mark.parametrize("path", ["/map", "/camera/cam-1?tab=calibration"])
async def test_a_map_says_that_it_is_being_drawn(console: Console, path: str) -> None:
    """Its worker is late: a sign stands where the map will be, and goes once it is drawn."""
    page, come = console.page, asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/maplibre-gl-worker*", late)
    await console.enter(path)
    await expect(page.locator("[data-drawn=no]")).to_be_visible()
    sign = page.get_by_role("status").filter(has_text="正在绘制地图")
    await expect(sign).to_be_visible()
    come.set()
    await expect(page.locator("[data-drawn=yes]")).to_be_visible()
    await expect(sign).to_have_count(0)


async def test_search_and_filters_by_keyboard(console: Console) -> None:
    """Initials find a camera; an owner in the address leaves the others out; a state changes live."""
    page = console.page
    await console.enter("/map?owner=market")
    await expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("摄像机 2 / 4 路")
    await page.keyboard.press("/")
    await page.keyboard.type("xql12")
    await expect(page.locator(".ant-select-item-option")).to_have_count(1)  # all that was typed is answered
    await expect(page.locator(".ant-select-item-option")).to_contain_text("新桥路12号东门")
    await expect(page.get_by_role("option")).to_have_text("摄像机 新桥路12号东门 cam-2")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="新桥路12号东门")).to_be_visible()
    await expect(page.get_by_label("所选对象")).to_contain_text("正常")
    console.deck.healthy("cam-2", "offline")
    console.deck.clock.advance(2)
    await console.deck.do(console.deck.news, "map", "states")
    await expect(page.get_by_label("所选对象")).to_contain_text("离线")


async def test_the_same_is_told_as_lists(console: Console) -> None:
    """For who cannot use a map: by one key, with the way back to the place."""
    page = console.page
    incident = await console.deck.do(console.deck.incident)
    await console.enter("/map")
    await expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("事件 1 件")
    await page.keyboard.press("l")
    await expect(page.get_by_role("tab", name="事件 (1)")).to_be_visible()
    await expect(
        page.get_by_role("link", name="积存垃圾渣土").or_(page.get_by_role("link", name=incident.matter.key))
    ).to_be_visible()
    await page.get_by_role("tab", name="摄像机 (4)").click()
    await expect(page.get_by_role("row", name="新桥菜场")).to_contain_text("画面异常")
    await page.get_by_role("row", name="新桥菜场").get_by_role("button", name="在地图上显示").click()
    await _drawn(page)
    await expect(page.get_by_role("heading", name="新桥菜场")).to_be_visible()


async def test_heat_is_stepped_by_keys(console: Console) -> None:
    """Thirty days, of which today has the heap."""
    page = console.page
    await console.deck.do(console.deck.incident)
    await console.enter("/map?layers=heat,grid")
    slider = page.get_by_role("slider", name="时段")
    await expect(slider).to_have_attribute("aria-valuetext", "全部时段：1 件")
    await slider.focus()
    await page.keyboard.press("End")
    await expect(slider).to_have_attribute("aria-valuetext", "2026/11/02：1 件")
    await page.keyboard.press("ArrowLeft")
    await expect(slider).to_have_attribute("aria-valuetext", "2026/11/01：0 件")
    assert "step=28" in page.url


async def test_a_browser_that_cannot_draw_gets_lists(console: Console) -> None:
    """With the reason, and no error."""
    page = console.page
    await page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    await console.enter("/map")
    await expect(page.get_by_text("此浏览器不能显示地图")).to_be_visible()
    await expect(page.get_by_role("tab", name="摄像机 (4)")).to_be_visible()
