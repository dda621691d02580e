"""The wall in a real Chromium: it is its address; cameras go live, tour, are turned by hand and bring their likes."""

from __future__ import annotations

import cv2
import pytest
from playwright.async_api import Locator, Page, expect

from api.camera_desk import LivePicture, TurnWish, WatchRefused
from core.reason import Reason
from tests.builders import at, camera
from tests.builders_cameras import FakeDesk, with_desk
from tests.builders_console import street
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

JPEG = cv2.imencode(".jpg", street())[1].tobytes()


async def enter(console: Console, path: str) -> FakeDesk:
    """Open a wall over a desk for single cameras; the first turns, and the two see one place."""
    known = console.deck.known
    known["cam-1"] = camera(name="文化路口", ptz={"presets": [{"token": "3", "name": "东侧路面"}]})
    known["cam-2"] = camera("cam-2", owner="police", name="文化路高点")
    fake = with_desk(console.deck)
    await console.enter(path)
    return fake


async def test_the_wall_shows_looks_incidents_and_live_pictures(console: Console) -> None:
    """The wall is its address; a tile goes live by a key, counts against the budget, and says why it may not."""
    page, deck = console.page, console.deck
    deck.incident()
    fake = await enter(console, "/wall?cams=cam-1,cam-2")
    fake.pictures, fake.endless = [LivePicture(at=at(5), jpeg=JPEG)], True
    tile = page.get_by_role("article", name="文化路口画面")
    await expect(tile.get_by_role("link", name="1 起未结")).to_be_visible()
    await expect(page.get_by_test_id("watched")).to_have_text("实时 1/16 路")
    await tile.focus()
    await page.keyboard.press("l")
    await expect(tile.get_by_text("● 实时")).to_be_visible()
    await expect(page).to_have_url(f"{console.base}/wall?cams=cam-1%2Ccam-2&n=4&live=cam-1")
    await page.keyboard.press("l")
    await expect(tile.get_by_text("● 实时")).to_have_count(0)
    fake.pictures = [WatchRefused(4429, Reason(code="live.full", facts={"most": 16}))]
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("l")
    await expect(page.get_by_role("alert").filter(has_text="已有16路在实时观看")).to_be_visible()


async def test_nothing_lies_over_the_cameras_own_clock(console: Console) -> None:
    """Cameras burn it into a corner of the picture: name, state and age stand under it, on the wall and the page."""
    page = console.page
    await enter(console, "/wall?cams=cam-1&n=1")
    for path in ("/wall?cams=cam-1&n=1", "/camera/cam-1"):
        await page.goto(f"{console.base}{path}")
        under = page.get_by_test_id("under")
        await expect(under).to_contain_text("刚刚" if path == "/camera/cam-1" else "文化路口")
        picture, told = (
            await page.get_by_alt_text("文化路口的画面").bounding_box(),
            await under.bounding_box(),
        )
        assert picture is not None
        assert told is not None
        assert told["y"] >= picture["y"] + picture["height"] - 0.5


async def _pad(page: Page) -> tuple[Locator, Locator]:
    """Open the pad of the first camera by its key; return the tile and the pad."""
    tile = page.get_by_role("article", name="文化路口画面")
    await tile.focus()
    await page.keyboard.press("t")
    return tile, page.get_by_role("complementary", name="云台 文化路口")


async def test_a_camera_is_turned_beside_the_wall_while_one_holds_it(console: Console) -> None:
    """Opened by a key; held, turned by arrows and to a preset, given back; nobody else's hold is turned over."""
    page = console.page
    fake = await enter(console, "/wall?cams=cam-1,cam-2")
    tile, hand = await _pad(page)
    await expect(hand).to_contain_text("先占用云台")
    await expect(hand.get_by_role("button", name="左")).to_be_disabled()
    await hand.get_by_role("button", name="占用云台").click()
    await expect(hand).to_contain_text("由我使用")
    await page.keyboard.press("ArrowLeft")
    await expect(hand).to_contain_text("已到位")
    await hand.get_by_role("combobox", name="预置位").click()
    await page.locator(".ant-select-item-option").get_by_text("东侧路面").click()
    await hand.get_by_role("button", name="归还").click()
    await expect(hand).to_contain_text("复位视角")
    left, preset = (one for one in fake.asked if isinstance(one, TurnWish))
    assert (left.pan_deg, preset.preset) == (-5, "3")
    fake.held = "wang"
    await expect(hand).to_contain_text("wang 正在使用")
    await expect(hand.get_by_role("button", name="占用云台")).to_be_disabled()
    await page.keyboard.press("Escape")
    await expect(hand).to_have_count(0)
    await expect(tile).to_be_focused()
    assert fake.held == "wang", "nobody gives back what somebody else holds"


async def test_what_one_holds_is_given_back_when_the_pad_is_closed(console: Console) -> None:
    """And arrow keys on a tile walk, at the edge of the wall as well, and turn nothing."""
    page = console.page
    fake = await enter(console, "/wall?cams=cam-1,cam-2")
    tile, hand = await _pad(page)
    await hand.get_by_role("button", name="占用云台").click()
    await expect(hand).to_contain_text("由我使用")
    await tile.focus()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Delete")
    await expect(hand).to_have_count(0)
    await expect(page.get_by_role("article", name="文化路高点画面")).to_be_focused()
    while fake.held is not None:
        await page.wait_for_timeout(20)
    assert not [one for one in fake.asked if isinstance(one, TurnWish)]


async def test_a_tour_waits_while_one_turns(console: Console) -> None:
    """What one turns stays in sight; with the pad closed the tour goes on."""
    page = console.page
    await page.clock.install()
    await enter(console, "/wall?cams=cam-1,cam-2&n=1&tour=5")
    first, hand = await _pad(page)
    await expect(hand).to_be_visible()
    await page.clock.run_for(11_000)
    await expect(first).to_be_visible()
    await page.keyboard.press("Escape")
    await page.clock.run_for(5500)
    await expect(page.get_by_role("article", name="文化路高点画面")).to_be_visible()


async def test_what_sees_the_same_place_comes_beside_it(console: Console) -> None:
    """By one key, once; a camera that cannot be turned says so."""
    page = console.page
    await enter(console, "/wall?cams=cam-1")
    await page.get_by_role("article", name="文化路口画面").focus()
    await page.keyboard.press("o")
    await expect(page).to_have_url(f"{console.base}/wall?cams=cam-1%2Ccam-2&n=4")
    high = page.get_by_role("article", name="文化路高点画面")
    await high.hover()
    await high.get_by_role("button", name="联动").click()
    await expect(page.get_by_text("都已在墙上")).to_be_visible()
    await high.get_by_role("button", name="云台").click()
    await expect(page.get_by_role("complementary", name="云台 文化路高点")).to_contain_text("不能转动")


async def test_a_tour_goes_on_by_itself_and_can_be_held(console: Console) -> None:
    """Screen after screen in the seconds of its address; a key holds it, and one turns pages by hand."""
    page = console.page
    await page.clock.install()
    await enter(console, "/wall?cams=cam-1,cam-2&n=1&tour=5")
    first, second = (page.get_by_role("article", name=f"文化路{one}画面") for one in ("口", "高点"))
    await expect(first).to_be_visible()
    await page.clock.run_for(5500)
    await expect(second).to_be_visible()
    await page.keyboard.press("k")
    await page.clock.run_for(11_000)
    await expect(second).to_be_visible()
    await page.keyboard.press("n")
    await expect(first).to_be_visible()


async def test_a_wall_is_kept_under_a_name_in_this_browser(console: Console) -> None:
    """What is live is not kept: who opens it later asks for that himself."""
    page = console.page
    await enter(console, "/wall?cams=cam-2,cam-1&n=4&tour=10&live=cam-1")
    await page.get_by_role("button", name="常用墙").click()
    await page.get_by_role("textbox", name="名称").fill("文化路")
    await page.keyboard.press("Enter")
    await page.goto(f"{console.base}/wall")
    await expect(page.get_by_text("还没有选择摄像机")).to_be_visible()
    await page.get_by_role("button", name="常用墙").click()
    await page.get_by_role("button", name="文化路", exact=True).click()
    await expect(page).to_have_url(f"{console.base}/wall?cams=cam-2%2Ccam-1&n=4&tour=10")
    await page.get_by_role("button", name="删除“文化路”").click()
    await expect(page.get_by_role("button", name="文化路", exact=True)).to_have_count(0)
