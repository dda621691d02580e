from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from api.camera_book import ChangeRefused
from core.people.audit import AuditQuery
from tests.builders import camera
from tests.builders_api import TOKEN
from tests.builders_cameras import FakeDesk, with_desk
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

KERB = {
    "id": "kerb",
    "kind": "no_parking",
    "name": "人行道",
    "polygon": [[0.1, 0.5], [0.4, 0.5], [0.4, 0.9], [0.1, 0.9]],
}


async def enter(console: Console, path: str) -> FakeDesk:
    """Open a page as the administrator, over a desk for single cameras."""
    console.deck.known["cam-1"] = camera(name="文化路口", zones=[KERB])
    fake = with_desk(console.deck)
    await console.context.set_extra_http_headers({"Authorization": f"Bearer {TOKEN}"})
    await console.enter(path)
    return fake


async def where(corner: Locator) -> tuple[float, float]:
    """Return the middle of a corner in the window."""
    box = await corner.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_camera_is_found_and_says_why_it_was_not_looked_at(console: Console) -> None:
    """The filter is in the address; the page tells hours, reasons and looks in words."""
    page = console.page
    await enter(console, "/cameras")
    await page.get_by_role("searchbox", name="编号或名称").fill("文化")
    await expect(page).to_have_url(f"{console.base}/cameras?q=%E6%96%87%E5%8C%96")
    await expect(page.get_by_text("1 路，共 2 路")).to_be_visible()
    await page.get_by_role("link", name="文化路口").click()
    await expect(page.get_by_text("2次未查看:访问额度已满,未排到")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="响应超时")).to_be_visible()


async def test_a_zone_is_drawn_by_mouse_tried_and_saved(console: Console) -> None:
    """Clicked on the picture, a corner dragged, one step taken back; the trial and the camera's file get it so."""
    page = console.page
    fake = await enter(console, "/camera/cam-1?tab=checks")
    await page.get_by_role("button", name="新建区域").click()
    picture = page.get_by_role("img", name="文化路口")
    box = await picture.bounding_box()
    assert box is not None
    for x, y in ((0.55, 0.5), (0.9, 0.5), (0.9, 0.8), (0.55, 0.8)):
        await page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    await page.keyboard.press("Enter")
    corner = page.get_by_role("button", name=re.compile(r"^顶点 3 "))
    x, y = await where(corner)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x - 0.05 * box["width"], y + 0.1 * box["height"], steps=4)
    await page.mouse.up()
    await expect(page.get_by_role("spinbutton", name="顶点 3 横")).to_have_value("85.0")
    await page.get_by_role("button", name=re.compile("撤 ?销")).click()
    await expect(page.get_by_role("spinbutton", name="顶点 3 横")).to_have_value("90.0")
    await page.get_by_role("button", name="用最近画面试算").click()
    await expect(page.get_by_role("region", name="现在会看到什么")).to_contain_text("计入确认")
    tried = fake.asked[-1]["zones"]
    assert [zone.id for zone in tried] == ["kerb", "zone-2"]
    assert tried[1].polygon[2] == pytest.approx((0.9, 0.8), abs=0.01)
    await page.get_by_role("button", name="保存到配置").click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()
    wish = console.deck.tunes[-1]
    assert wish.data is not None
    assert (wish.expects, list(wish.data), len(wish.data["zones"])) == ("v0", ["zones"], 2)


async def test_a_zone_is_changed_by_keyboard_alone(console: Console) -> None:
    """Arrow keys move the chosen corner, + and Delete add and remove one, the table takes numbers; faults are told."""
    page = console.page
    await enter(console, "/camera/cam-1?tab=checks")
    await page.get_by_role("button", name="人行道").press("Enter")
    corner = page.get_by_role("button", name=re.compile(r"^顶点 2 40"))
    await corner.focus()
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("spinbutton", name="顶点 2 横")).to_have_value("43.0")
    await page.keyboard.press("+")
    await expect(page.get_by_role("spinbutton", name="顶点 5 横")).to_be_visible()
    await page.get_by_role("button", name=re.compile(r"^顶点 3 ")).press("Delete")
    await expect(page.get_by_role("spinbutton", name="顶点 5 横")).to_have_count(0)
    across = page.get_by_role("spinbutton", name="顶点 1 横")
    await across.fill("60")
    await across.press("Enter")
    await expect(page.get_by_text("边线自相交")).to_be_visible()
    await expect(page.get_by_role("button", name="保存到配置")).to_be_disabled()


async def test_a_zone_is_begun_by_keyboard_alone(console: Console) -> None:
    """Enter without a click puts a rectangle in the middle, whose corners the keys move."""
    page = console.page
    await enter(console, "/camera/cam-1?tab=checks")
    await page.get_by_role("button", name="新建区域").press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("spinbutton", name="顶点 3 横")).to_have_value("65.0")
    await page.get_by_role("button", name=re.compile(r"^顶点 3 ")).press("ArrowRight")
    await expect(page.get_by_role("spinbutton", name="顶点 3 横")).to_have_value("65.5")


async def test_a_rule_has_values_of_this_camera_alone(console: Console) -> None:
    """Explained in words; what is set here is saved as an override of the camera."""
    page = console.page
    await enter(console, "/camera/cam-1?tab=checks")
    await expect(page.get_by_text("静止不动的垃圾堆")).to_be_visible()
    least = page.get_by_role("spinbutton", name="积存垃圾渣土 置信度下限")
    await least.fill("0.7")
    await least.press("Enter")
    await page.get_by_role("button", name="保存到配置").click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()
    data = console.deck.tunes[-1].data
    assert data is not None
    (override,) = data["overrides"]
    assert (override["rule"], override["min_confidence"], override["k"]) == ("waste", 0.7, None)


async def test_who_was_slower_loses_nothing(console: Console) -> None:
    """A conflict is told with who was faster; what was drawn stays, and is saved over it or given up by choice."""
    page, deck = console.page, console.deck
    await enter(console, "/camera/cam-1?tab=checks")
    await page.get_by_role("button", name="人行道").press("Enter")
    corner = page.get_by_role("button", name=re.compile(r"^顶点 2 40"))
    await corner.focus()
    await page.keyboard.press("ArrowRight")
    deck.refuses = ChangeRefused(412, "camera cam-1 was changed meanwhile, last by wang", version="v7")
    await page.get_by_role("button", name="保存到配置").click()
    await expect(page.get_by_text("last by wang")).to_be_visible()
    deck.refuses = None
    await page.get_by_role("button", name="以我的为准保存").click()
    await expect(page.get_by_text("已保存并生效")).to_be_visible()
    wish = deck.tunes[-1]
    assert wish.data is not None
    assert (wish.expects, wish.data["zones"][0]["polygon"][1][0]) == ("v7", 0.405)
    assert any("412" in one for one in console.wrong)
    console.wrong.clear()  # Chromium tells every refusal that a page asks for


async def test_a_look_shows_the_picture_that_is_kept(console: Console) -> None:
    """By a click, which the audit records; what leaves none says so; an older case's evidence stands below."""
    page, deck = console.page, console.deck
    deck.incident()
    await enter(console, "/camera/cam-1")
    row = page.get_by_role("row").filter(has_text="即当前画面")
    await row.get_by_role("button", name=re.compile("查看画面.*最近画面")).click()
    await expect(page.get_by_role("dialog").get_by_role("img", name="最近画面")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("row").filter(has_text="响应超时")).to_contain_text("未保存")
    await page.get_by_role("button", name=re.compile("查看画面.*证据")).first.click()
    shown = page.get_by_role("dialog")
    await expect(shown.get_by_role("img", name=re.compile("证据"))).to_be_visible()
    await expect(shown.get_by_role("link", name=re.compile("案件"))).to_be_visible()
    with deck.store.read() as reader:
        views = [entry.act for entry in reader.audit(AuditQuery(act="view "))]
    assert "view /api/v1/evidence/{key}" in views
