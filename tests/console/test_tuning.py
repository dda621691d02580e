"""A camera of somebody's file tuned from its page, over the real service; and one calibrated on picture and map."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from core.clock import ManualClock, SystemClock
from gridwatch.configuration.loader import load
from gridwatch.service import Service
from tests.builders import camera
from tests.builders_api import TOKEN
from tests.builders_calibration import seen
from tests.builders_cameras import with_desk
from tests.builders_console import ConsoleDeck
from tests.console.conftest import PATIENCE, Console
from tests.fakes.colour_model import write_colour_model
from tests.scenarios import harness

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

SECRETS = harness.keys()
NEAR = ((0.15, 0.65), (0.45, 0.62), (0.85, 0.66), (0.2, 0.8), (0.55, 0.75), (0.8, 0.9), (0.35, 0.95))
OVERLAY = Path("cameras") / "overlays" / "p-1.yaml"


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """One camera of an imported CSV."""
    configs = harness.write_configs(
        tmp_path,
        model=write_colour_model(tmp_path / "model"),
        cameras=[],
        profile=harness.HEAP_AFTER_A_SECOND,
        secrets=SECRETS,
    )
    (configs / "cameras" / "cameras.yaml").unlink()
    (configs / "cameras" / "police.csv").write_text(
        "id,name,owner,scene,lon,lat,datum,onvif,snapshot_url\n"
        "p-1,东门,police,street,120.25,30.45,WGS84,false,http://127.0.0.1:9/1.jpg\n",
        encoding="utf-8",
    )
    return configs


@contextlib.asynccontextmanager
async def serving(configs: Path) -> AsyncIterator[str]:
    """Run the service over a folder; yield its address."""
    service, stop = Service(load(configs), clock=SystemClock(), rng=random.Random(3)), asyncio.Event()
    task = asyncio.create_task(service.run(stop))
    started = asyncio.create_task(service.started.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield service.base_url
    finally:
        stop.set()
        await task


@contextlib.asynccontextmanager
async def page_of(browser: Browser, base: str, path: str) -> AsyncIterator[Page]:
    """Open a page of the console as who holds the service's token."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    await context.set_extra_http_headers({"Authorization": f"Bearer {SECRETS.api_token}"})
    answer = await context.request.post(f"{base}/api/v1/session", data={"token": SECRETS.api_token})
    assert answer.ok
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(f"{base}{path}")
    yield page
    await context.close()


async def click_at(on: Locator, spots: list[tuple[float, float]]) -> None:
    """Click shares of a picture."""
    box = await on.bounding_box()
    assert box is not None
    for x, y in spots:
        await on.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


async def test_a_zone_on_a_camera_of_a_file_is_kept_over_a_restart_and_taken_back(
    drawing: Browser, configs: Path
) -> None:
    """Drawn and saved; there after the service was started anew, told where it comes from; then back to the file."""
    own = (configs / "cameras" / "police.csv").read_bytes()
    async with serving(configs) as base, page_of(drawing, base, "/camera/p-1?tab=checks") as page:
        await expect(page.get_by_text("摄像机写在 cameras/police.csv 第 2 行")).to_be_visible(
            timeout=PATIENCE
        )
        await page.get_by_role("button", name="新建区域").click()
        await click_at(page.get_by_role("img", name="东门"), [(0.2, 0.4), (0.6, 0.4), (0.6, 0.8), (0.2, 0.8)])
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="保存到配置").click()
        await expect(page.get_by_text("已保存并生效")).to_be_visible(timeout=PATIENCE)
    assert load(configs).cameras["p-1"].zones[0].polygon[0] == pytest.approx((0.2, 0.4), abs=0.01)
    async with serving(configs) as base, page_of(drawing, base, "/camera/p-1?tab=checks") as page:
        await expect(page.get_by_role("button", name=re.compile("zone-1"))).to_be_visible(timeout=PATIENCE)
        await expect(page.get_by_text(re.compile("区域：由 .* 在控制台设置"))).to_be_visible()
        await page.get_by_role("button", name="修改记录").click()
        await expect(page.get_by_text("区域: 按文件 → 1 个区域")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="恢复为文件内容: 区域").click()
        await page.get_by_role("tooltip").get_by_role("button", name=re.compile("恢 ?复$")).click()
        await expect(page.get_by_text("未画区域：检查整个画面")).to_be_visible(timeout=PATIENCE)
    assert not (configs / OVERLAY).exists()
    assert load(configs).cameras["p-1"].zones == ()
    assert (configs / "cameras" / "police.csv").read_bytes() == own


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> ConsoleDeck:
    """A camera whose pose is known, so that the place of every point of its picture is, too."""
    made = ConsoleDeck(tmp_path, clock)
    made.known["cam-1"] = camera(name="文化路口")
    return made


@pytest_asyncio.fixture(loop_scope="module")
async def console(drawing: Browser, deck: ConsoleDeck) -> AsyncIterator[Console]:
    """As in conftest.py, with a browser that draws."""
    context = await drawing.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(deck.serve())
        given = Console(page=await context.new_page(), context=context, deck=deck, base=base, serving=stack)
        given.watch(given.page)
        given.page.set_default_timeout(PATIENCE)
        yield given
        assert given.wrong == []
        assert given.hosts <= {urlsplit(base).netloc, ""}
        await context.close()


async def test_a_camera_is_calibrated_by_clicks_on_picture_and_map(console: Console) -> None:
    """Six pairs, the error as they are clicked, the bad one by its number and corrected by keys, then saved."""
    page, deck = console.page, console.deck
    with_desk(deck)
    await console.context.set_extra_http_headers({"Authorization": f"Bearer {TOKEN}"})
    await console.enter("/camera/cam-1?tab=calibration")
    field = page.get_by_test_id("points")
    await expect(field).to_have_attribute("data-drawn", "yes", timeout=2 * PATIENCE)
    await field.get_by_role("button", name="Zoom in").click()  # a pixel is six centimetres then
    pairs = seen(told=deck.known["cam-1"], spots=NEAR)
    for number, pair in enumerate(pairs, 1):
        await click_at(page.get_by_test_id("picture"), [pair.picture])
        await page.get_by_text(f"请在地图上点击第 {number} 点").wait_for()
        await click_at(field, [await _on_map(field, pair.ground.lon, pair.ground.lat, wrong=number == 3)])
        await expect(page.get_by_role("textbox", name=f"控制点 {number} 经度")).not_to_have_value("")
    await expect(page.get_by_text("控制点 3 与其余点不吻合")).to_be_visible(timeout=PATIENCE)
    await expect(field.get_by_role("button", name="地图上的控制点 3")).to_be_visible()
    place = page.get_by_role("textbox", name="控制点 3 经度")
    await place.fill(f"{pairs[2].ground.lon}, {pairs[2].ground.lat}")
    await expect(page.get_by_text("控制点 3 与其余点不吻合")).to_have_count(0, timeout=PATIENCE)
    await expect(page.get_by_text(re.compile("留一误差中位数"))).to_be_visible()
    await page.get_by_role("button", name="保存标定").click()
    await expect(page.get_by_text("标定已保存")).to_be_visible()
    wish = deck.tunes[-1]
    assert wish.data is not None
    points = wish.data["ground_points"]
    assert (wish.expects, len(points)) == ("v0", 7)
    assert {one["ground"]["datum"] for one in points} == {"WGS84"}
    for one, pair in zip(points, pairs, strict=True):
        assert one["ground"]["lat"] == pytest.approx(pair.ground.lat, abs=1e-5)  # a metre: a pixel of the map


async def _on_map(field: Locator, lon: float, lat: float, *, wrong: bool) -> tuple[float, float]:
    """Return where a place lies on the map, as shares: its middle is the camera, zoomed in once to 20."""
    box = await field.bounding_box()
    assert box is not None
    degree = 512 * 2**20 / 360  # pixels
    x = (lon - 120.25) * degree
    y = (lat - 30.45) * degree / 0.86207 + (-60 if wrong else 0)  # cos 30.45
    return 0.5 + x / box["width"], 0.5 - y / box["height"]
