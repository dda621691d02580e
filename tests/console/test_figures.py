"""The figures and the table of cases in a real Chromium: every number is the way to its cases, every filter a link."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.async_api import expect

from alerts.store.figures import Looks
from core.clock import ManualClock
from tests.builders import at
from tests.builders_console import ConsoleDeck
from tests.builders_figures import life, put
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

MONTH = "from=2026-11-01T16:00:00Z&to=2026-12-31T16:00:00Z"


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Iterator[ConsoleDeck]:
    """A hundred and twenty lives of a month."""
    made = ConsoleDeck(tmp_path, clock)
    rng = random.Random(2)
    put(made.store, [life(rng, n) for n in range(120)])
    clock.move_to(at(40 * 86400))
    return made


async def test_a_number_of_a_figure_opens_the_cases_that_it_counts(console: Console) -> None:
    """From the total, and from a row of the table: as many cases as the number says."""
    page = console.page
    await console.enter(f"/figures?figure=confirmed&by=owner&{MONTH}")
    rejected = page.get_by_label("合计").get_by_role("link").nth(2)
    count = await rejected.inner_text()
    await rejected.click()
    await expect(page.get_by_role("heading", name="案件")).to_be_visible()
    await expect(page.get_by_text(f"共 {count} 件")).to_be_visible()
    await page.go_back()
    cell = page.get_by_role("row").filter(has_text="公安").get_by_role("link").first
    count = await cell.inner_text()
    await cell.click()
    await expect(page.get_by_text(f"共 {count} 件")).to_be_visible()
    assert "owner=police" in page.url


async def test_a_bar_opens_the_cases_that_it_counts(console: Console) -> None:
    """The chart is a way in, too."""
    page = console.page
    await console.enter(f"/figures?figure=confirmed&by=matter&{MONTH}")
    chart = page.get_by_role("img", name="确认率：图表")
    await expect(chart.locator("canvas")).to_be_visible()
    box = await chart.bounding_box()
    assert box is not None
    await page.get_by_role("combobox", name="指标").click()
    await page.locator(".ant-select-item-option").filter(has_text="案件").first.click()
    await page.keyboard.press("Escape")
    await chart.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.35})
    await expect(page.get_by_role("heading", name="案件")).to_be_visible()
    assert "matter=" in page.url


async def test_looks_lead_to_their_cameras_and_messages_to_the_ledger(
    console: Console, deck: ConsoleDeck
) -> None:
    """What is no case has its own list, of the same owner, or receiver, state and time."""
    page = console.page
    deck.incident(seconds=40 * 86400)
    hour = int(deck.clock.now().timestamp()) // 3600
    with deck.store.write() as writer:
        writer.add_looks(hour, "police", Looks(due=10, on_time=8, late=1, kinds={"failed.timeout": 1}))
    await console.enter("/figures?figure=on_time&by=owner")
    await expect(page.get_by_role("img", name="按时巡看率：图表")).to_be_visible()
    await page.get_by_role("row").filter(has_text="公安").get_by_role("link", name="80").click()
    await expect(page).to_have_url(f"{console.base}/cameras?owner=police")
    await page.goto(f"{console.base}/figures?figure=deliveries")
    await page.get_by_role("row").filter(has_text="platform").get_by_role("link").last.click()
    await expect(page.get_by_role("row").filter(has_text="platform").first).to_be_visible()
    assert "/deliveries?receiver=platform&state=pending&since=" in page.url


@pytest.mark.parametrize("figure", ["alarms", "false_alarms"])
async def test_every_figure_has_its_chart_and_table(console: Console, figure: str) -> None:
    """By owner; numbers of cases are links there, too."""
    page = console.page
    await console.enter(f"/figures?figure={figure}&by=owner&{MONTH}")
    await expect(page.get_by_role("img", name="：图表")).to_be_visible()
    cell = page.get_by_role("row").filter(has_text="公安").get_by_role("link").first
    count = await cell.inner_text()
    await cell.click()
    await expect(page.get_by_text(f"共 {count} 件")).to_be_visible()


async def test_what_is_asked_stands_in_the_address(console: Console) -> None:
    """Another figure, another grouping: the link shows the same to whoever gets it."""
    page = console.page
    await console.enter(f"/figures?{MONTH}")
    await page.get_by_role("tab", name="处置用时").click()
    await expect(page.get_by_text("首次发现至最后一次报告处置完毕")).to_be_visible()
    assert "figure=times" in page.url
    await page.reload()
    await expect(page.get_by_role("tab", name="处置用时")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("img", name="发现至处置至核实用时")).to_be_visible()


async def test_a_figure_is_given_out_as_table_and_as_picture(console: Console) -> None:
    """CSV of every group, PNG of the chart."""
    page = console.page
    await console.enter(f"/figures?figure=confirmed&by=matter&{MONTH}")
    await expect(page.get_by_role("img", name="确认率")).to_be_visible()
    async with page.expect_download() as table:
        await page.get_by_role("link", name="导出 CSV").click()
    text = (await (await table.value).path()).read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("编号,名称,案件")
    async with page.expect_download() as picture:
        await page.get_by_role("button", name="导出图片").click()
    png = cv2.imread(str(await (await picture.value).path()))
    drawn = await page.get_by_role("img", name="确认率").locator("canvas").bounding_box()
    assert drawn is not None
    above = png.shape[0] - 2 * drawn["height"]
    assert 80 < above < 260  # what it shows stands above it, time, filters and date below
    head, foot = png[:60, :1200], png[-90:, :1200]
    assert head.min() < 128
    assert foot.min() < 128


async def test_the_table_is_filtered_searched_and_paged(console: Console) -> None:
    """A filter goes into the address; more is loaded without losing what is there; a case opens by its link."""
    page = console.page
    await console.enter("/cases")
    rows = page.get_by_role("row")
    await expect(rows).to_have_count(51)
    await page.get_by_role("button", name="加载更多").click()
    await expect(rows).to_have_count(101)
    await page.get_by_role("checkbox", name="无责任单位").click()
    await expect(page.get_by_role("checkbox", name="无责任单位")).to_be_checked()
    await expect(page).to_have_url(f"{console.base}/cases?no_unit=true")
    await page.get_by_role("searchbox").fill("inc_0007")
    await page.get_by_role("searchbox").press("Enter")
    await page.get_by_role("checkbox", name="无责任单位").click()
    await expect(page.get_by_text("共 1 件")).to_be_visible()
    assert await page.get_by_role("table").get_by_role("link").first.get_attribute("href") == "/case/inc_0007"
    await page.get_by_role("button", name="清除筛选").click()
    await expect(page).to_have_url(f"{console.base}/cases")


async def test_of_two_filters_set_at_once_both_hold(console: Console) -> None:
    """Sooner than the page is drawn anew: the second starts from the address, not from what was drawn."""
    page = console.page
    await console.enter("/cases")
    await expect(page.get_by_role("checkbox", name="超时限")).to_be_visible()
    await page.evaluate(
        "for (const name of ['超期未办', '超时限'])"
        " [...document.querySelectorAll('label')].find(e => e.innerText.trim() === name).click()"
    )
    await expect(page).to_have_url(f"{console.base}/cases?overdue=true&late=true")


async def test_both_pages_speak_english_and_tell_the_keyboard(console: Console) -> None:
    """Every control has a name; the table is reached without a mouse."""
    page = console.page
    await console.enter("/cases?verdict=rejected")
    await page.get_by_role("button", name="切换语言").click()
    await expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    await expect(page.get_by_role("link", name="Export GeoJSON")).to_be_visible()
    unnamed = await page.evaluate(
        "[...document.querySelectorAll('main button, main input, main a')].filter(e => !(e.innerText || e.ariaLabel"
        " || e.labels?.length || e.title || e.placeholder || e.querySelector('[aria-label]')))"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert unnamed == []
