from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from alerts.store.base import Attempt, DeliveryState
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


def _ledger(console: Console) -> list[str]:
    """Four deliveries: the first accepted, the second dead, the others waiting. Return their ids, oldest first."""
    deck = console.deck
    deck.fill(12)
    deck.heaps(4)
    with deck.store.write() as writer:
        rows = writer.deliveries()
        for row, status in zip(rows, (200, 500), strict=False):
            taken = status == 200
            line = Attempt(
                delivery_id=row.id,
                number=1,
                at=row.created_at,
                took_s=0.2,
                status=status,
                outcome="accepted" if taken else "gave_up",
                detail="ok" if taken else "队列已满",
                case_number="PT-1" if taken else None,
            )
            writer.settle(line, state=DeliveryState.ACCEPTED if taken else DeliveryState.DEAD, next_at=None)
    return [row.id for row in rows]


def _states(console: Console) -> dict[str, DeliveryState]:
    with console.deck.store.read() as reader:
        return {row.id: row.state for row in reader.deliveries()}


async def test_what_failed_is_found_read_and_sent_again_for_a_reason(console: Console) -> None:
    """From the count of a receiver to the attempt, its answer, the body, and a replay that is counted first."""
    ids, page = _ledger(console), console.page
    await console.enter("/deliveries")
    await page.get_by_role("button", name="platform: 失败 1").click()
    await expect(page).to_have_url(f"{console.base}/deliveries?state=dead&receiver=platform")
    rows = page.get_by_role("region", name="推送台账").locator("tbody tr.ant-table-row")
    await expect(rows).to_have_count(1)
    await expect(rows.get_by_role("link", name="积存垃圾渣土")).to_have_attribute(
        "title", re.compile("^inc_")
    )
    await page.get_by_role("button", name=f"推送详情 {ids[1]}").click()
    drawer = page.get_by_role("dialog", name=f"推送详情 {ids[1]}")
    await expect(drawer.get_by_text("队列已满")).to_be_visible()
    assert '"specversion": "1.0"' in await drawer.get_by_label("正文").input_value()
    await drawer.get_by_role("button", name="重推").click()
    dialog = page.get_by_role("dialog", name="重新推送")
    await expect(dialog.get_by_role("status")).to_contain_text("将重新推送 1 件")
    await expect(dialog.get_by_role("button", name="重推 1 件")).to_be_disabled()  # no reason yet
    async with page.expect_request(lambda asked: asked.method == "POST" and "replay" in asked.url) as sent:
        await dialog.get_by_label("原因").fill("平台已恢复")
        await dialog.get_by_role("button", name="重推 1 件").click()
    assert (await (await sent.value).all_headers())["x-reason"].startswith("%E5%B9%B3")
    await expect(page.get_by_text("已安排重推 1 件")).to_be_visible()
    assert _states(console)[ids[1]] is DeliveryState.PENDING


async def test_a_disabled_receiver_is_enabled_for_a_reason(console: Console) -> None:
    """What was held for it waits to be sent."""
    ids, page = _ledger(console), console.page
    with console.deck.store.write() as writer:
        writer.disable_receiver("platform", "answered 410 to msg_1")
    await console.enter("/deliveries")
    await expect(page.get_by_text("answered 410 to msg_1")).to_be_visible()
    await page.get_by_role("button", name="重新启用并补发").click()
    dialog = page.get_by_role("dialog", name="重新启用 platform")
    await dialog.get_by_label("原因").fill("对方确认恢复")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("已启用，补发 2 件")).to_be_visible()
    assert _states(console)[ids[3]] is DeliveryState.PENDING


async def test_filters_stay_in_the_address_and_news_arrive(console: Console) -> None:
    """A link to a search shows the same search; what is queued meanwhile appears."""
    _ledger(console)
    page = console.page
    await console.enter("/deliveries?state=pending&text=construction_waste")
    rows = page.get_by_role("region", name="推送台账").locator("tbody tr.ant-table-row")
    await expect(rows).to_have_count(2)
    await console.deck.do(console.deck.incident, camera_id="port-00007", seconds=900.0)
    await expect(rows).to_have_count(3)
    await page.get_by_label("对方编号").fill("PT-1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("没有符合条件的推送")).to_be_visible()
    await page.get_by_role("button", name="清除筛选").click()
    await expect(rows).to_have_count(5)


async def test_a_receiver_is_previewed_and_tested(console: Console) -> None:
    """What it would get is shown, and what it answers to a test."""
    page = console.page
    await console.enter("/deliveries")
    await page.get_by_role("button", name="预览内容").click()
    drawer = page.get_by_role("dialog", name="platform 将收到的请求")
    await expect(drawer.get_by_text("webhook-id")).to_be_visible()
    await drawer.get_by_role("button", name="发送一次测试").click()
    await expect(drawer.get_by_text("对方已接收测试")).to_be_visible()


async def test_what_the_platform_told_us_is_read(console: Console) -> None:
    """With our answer, and the way to the case."""
    with console.deck.store.write() as writer:
        writer.put_callback(
            "platform",
            "m-1",
            console.deck.clock.now(),
            {"incident_id": "inc_1", "result": "taken", "why": "已派遣"},
        )
    await console.enter("/deliveries?tab=inbound")
    table = console.page.get_by_role("region", name="平台来文")
    await expect(table.get_by_text("已派遣")).to_be_visible()
    await expect(table.get_by_role("link", name="inc_1")).to_have_attribute("href", "/case/inc_1")
