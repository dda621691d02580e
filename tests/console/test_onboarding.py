"""Import and probe in a real Chromium: what is wrong is told before anything is written, and a long job is followed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.async_api import FilePayload, Page, expect

from gridwatch.cameras.jobs import listed
from gridwatch.onboarding.faults import Fault
from tests.builders_api import TOKEN
from tests.builders_cameras import FakeDesk, with_desk
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


async def enter(console: Console, path: str) -> FakeDesk:
    """Open a page as the administrator."""
    fake = with_desk(console.deck)
    await console.context.set_extra_http_headers({"Authorization": f"Bearer {TOKEN}"})
    await console.enter(path)
    return fake


async def _check(page: Page) -> None:
    """Give the import a ledger, whatever is in it, and let it be checked."""
    ledger = FilePayload(name="区.csv", mimeType="text/csv", buffer=b"x")
    await page.locator("input[type=file]").set_input_files(files=[ledger])
    await page.get_by_role("button", name="检查（不写入）").click()


async def test_a_ledger_is_checked_before_it_is_written(console: Console) -> None:
    """Faults stand with line and cure; writing is offered only when nothing is wrong."""
    page = console.page
    fake = await enter(console, "/onboarding")
    fault = {
        "line": 4,
        "column": "经度",
        "level": "error",
        "what": "no number",
        "cure": "x",
        "what_zh": "不是数字",
        "cure_zh": "填写数字",
    }
    fake.result = {
        "rows": 2,
        "good": 1,
        "bad": 1,
        "ready": False,
        "headers": ["点位"],
        "columns": {"name": "点位"},
        "faults": [fault],
        "unknown_words": [{"field": "owner", "word": "某某公安局", "rows": 9, "guess": "police"}],
    }
    await _check(page)
    await expect(page.get_by_role("row").filter(has_text="填写数字")).to_contain_text("4")
    await expect(page.get_by_role("button", name="写入配置")).to_be_disabled()
    await page.get_by_role("combobox", name="来源单位 某某公安局").fill("police")
    shared = page.get_by_role("group", name="所有行共有的值")
    await shared.get_by_role("combobox", name="字段").fill("tilt_deg")
    await page.keyboard.press("Enter")
    await shared.get_by_role("textbox", name="值").fill("20")
    await page.keyboard.press("Enter")
    await expect(shared.get_by_role("button", name="去掉 俯角（度）")).to_be_visible()
    fake.result = {
        "rows": 1,
        "good": 1,
        "bad": 0,
        "ready": True,
        "headers": ["点位"],
        "columns": {"name": "点位"},
    }
    await page.get_by_role("button", name="改好后重新检查").click()
    await expect(page.get_by_text("检查通过")).to_be_visible()
    async with page.expect_response(lambda answer: answer.request.method == "POST"):
        await page.get_by_role("button", name="写入配置").click()
    ledger, name, wishes = fake.asked[-1]
    assert (ledger, name, wishes.write) == (b"x", "区.csv", True)
    assert (wishes.owners, wishes.sets) == ({"某某公安局": "police"}, {"tilt_deg": "20"})


async def test_a_probe_is_followed_and_stopped(console: Console) -> None:
    """How far it is, for whoever opens the page; what it had found when it was stopped stands with what to do."""
    page = console.page
    fake = await enter(console, "/onboarding?tab=probe")
    fake.probes = True
    await page.get_by_role("checkbox", name="全部重新探测").click()
    await page.get_by_role("button", name="开始探测").click()
    await expect(page.get_by_text("已完成 3/8")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("已完成 3/8")).to_be_visible()
    await expect(page.get_by_role("button", name="开始探测")).to_be_disabled()
    clock = {"code": "clock", "weight": "fix", "count": 2, "name": "clock off", "cure": "set NTP"}
    clock |= {"name_zh": "时钟不准", "cure_zh": "设置校时", "cameras": ["cam-1", "cam-2"]}
    fake.known[-1] = replace(fake.known[-1], result={"ok": 2, "broken": 1, "kept": 0, "findings": [clock]})
    await page.get_by_role("button", name=re.compile("停 ?止")).click()
    await expect(page.get_by_role("alert").filter(has_text="2 路可用，1 路不可用")).to_contain_text("已停止")
    row = page.get_by_role("row").filter(has_text="时钟不准")
    await expect(row).to_contain_text("设置校时")
    await expect(row.get_by_role("link", name="cam-2")).to_have_attribute("href", "/camera/cam-2")
    (wishes,) = fake.asked
    assert (wishes.fresh, wishes.owner) == (True, None)


async def test_errors_come_first_and_alike_notes_are_one(console: Console) -> None:
    """As the command line folds them: one page instead of eleven; each is there when opened, and by level."""
    page = console.page
    fake = await enter(console, "/onboarding")
    empty = Fault(kind="empty", line=40, column="名称")
    near = [Fault(kind="near_twin", line=line, facts={"other": 2, "metres": "1"}) for line in range(3, 203)]
    fake.result = {
        "rows": 210,
        "good": 209,
        "bad": 1,
        "faults": listed([*near, empty]),
        "faults_in_all": 201,
        "levels": {"warning": 200, "error": 1},
    }
    await _check(page)
    rows = page.locator("tbody .ant-table-row")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("40")
    await expect(rows.nth(1)).to_contain_text("另有 199 处同类")
    await page.get_by_text("错误 1", exact=True).click()
    await expect(rows).to_have_count(1)
    await page.get_by_text("提示 200", exact=True).click()
    await rows.first.get_by_role("button").click()
    await expect(rows).to_have_count(200)
    await expect(rows.last).to_contain_text("202")
