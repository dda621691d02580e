"""The engineer's pages in a real Chromium: a run scored, two compared, a candidate made live, a clip labelled."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import expect

from core.clock import ManualClock
from gridwatch.engineer.desk import EngineerDesk
from tests.builders_api import TOKEN
from tests.builders_console import ConsoleDeck
from tests.builders_engineer import workbench
from tests.builders_promotion import configs
from tests.console.conftest import Console

__all__ = ["configs"]
pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture
def deck(tmp_path: Path, configs: Path, clock: ManualClock) -> ConsoleDeck:
    """A console with a workbench."""
    made = ConsoleDeck(tmp_path / "deck", clock)
    book = EngineerDesk(workbench(tmp_path / "bench", configs), configs, clock)
    made.app.state.services = replace(made.app.state.services, workbench=book)
    return made


async def _enter(console: Console, path: str) -> None:
    """Come in as who may tune: by the API token, which is the administrator's here; the live line has the session."""
    await console.context.set_extra_http_headers({"Authorization": f"Bearer {TOKEN}"})
    await console.enter(path)


async def test_a_run_is_scored_and_two_are_compared(console: Console) -> None:
    """What is chosen stands in the address; the worst misses are there in pictures or say that there is none."""
    page = console.page
    await _enter(console, "/engineer?tab=runs&run=live&truth=day.jsonl")
    score = page.get_by_role("region", name="评分")
    await expect(score.get_by_text("0.625").first).to_be_visible()
    await expect(score.get_by_text("最严重的漏报")).to_be_visible()
    await expect(score.get_by_text("e8 · 积存垃圾渣土")).to_be_visible()
    await page.get_by_role("row").filter(has_text="street v4").get_by_role("checkbox", name="new").click()
    await expect(page.get_by_role("region", name="对比").get_by_text("仅 B 发现 2 件")).to_be_visible()
    assert "run=live&run=new" in page.url


async def test_what_a_link_names_and_is_not_there_is_told_in_the_language_of_the_page(
    console: Console,
) -> None:
    """An unknown truth is no choice: the select is empty and says so. An unknown run is named."""
    page = console.page
    await _enter(console, "/engineer?tab=runs&run=live&truth=afternoon")
    await expect(page.get_by_text("没有真值文件“afternoon”，请另选")).to_be_visible()
    await expect(page.get_by_text("选择真值文件")).to_be_visible()
    await expect(page.get_by_role("region", name="评分")).to_have_count(0)
    await page.goto(f"{console.base}/engineer?tab=runs&run=lost&truth=day.jsonl")
    await expect(page.get_by_text("workbench.runs 中没有“lost”")).to_be_visible()
    console.wrong.clear()  # the browser reports the 404s itself


async def test_a_candidate_is_judged_made_live_and_taken_back(console: Console) -> None:
    """The gate is asked first; a reason is needed; who did it stands below, and one act undoes it."""
    page = console.page
    await _enter(console, "/engineer?tab=promote")
    for field, value in (
        ("候选", "street.yaml"),
        ("现行的回放", "live"),
        ("候选的回放", "new"),
        ("真值", "day.jsonl"),
    ):
        chooser = page.get_by_role("combobox", name=field, exact=True)
        await chooser.fill(value)
        await expect(page.get_by_role("option", name=value, exact=True)).to_have_attribute(
            "aria-selected", "false"
        )
        await chooser.press("Enter")
    await page.get_by_role("button", name=re.compile("评 ?估")).click()
    await expect(page.get_by_text("门槛允许上线")).to_be_visible(timeout=30_000)  # both runs are scored anew
    go = page.get_by_role("button", name=re.compile("^上 ?线$"))
    await expect(go).to_be_disabled()
    await page.get_by_role("textbox", name="理由（必填，留存备查）", exact=True).fill("finds two more")
    await go.click()
    history = page.get_by_role("region", name="上线记录")
    await expect(history.get_by_role("row").filter(has_text="finds two more")).to_contain_text(
        "street v4", timeout=30_000
    )
    await page.get_by_role("textbox", name="撤回最近一次").fill("too early")
    await page.get_by_role("button", name="撤回最近一次").click()
    await expect(history.get_by_role("row").filter(has_text="too early")).to_contain_text(
        "撤回", timeout=30_000
    )


async def test_a_clip_is_labelled_by_keys_and_mouse(console: Console, tmp_path: Path) -> None:
    """Step, mark start and end, draw by mouse, size by keyboard, save; the truth file holds it."""
    page = console.page
    await _enter(console, "/engineer?tab=labels")
    await page.get_by_role("link", name="corner.mp4").click()
    picture = page.get_by_role("img", name="第 0.00 秒")
    await expect(picture).to_be_visible()
    await page.keyboard.press("n")
    for _ in range(5):
        await page.keyboard.press(".")
    await page.keyboard.press("s")
    await page.keyboard.press("]")
    await page.keyboard.press("e")
    stage = page.get_by_role("img", name="秒")
    box = await stage.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    await page.mouse.down()
    await page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
    await page.mouse.up()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Shift+ArrowDown")
    await expect(page.get_by_text("有未保存的修改")).to_be_visible()
    await page.keyboard.press("w")
    await expect(page.get_by_text("有未保存的修改")).to_be_hidden()
    (event,) = map(
        json.loads, (tmp_path / "bench" / "truth" / "corner.jsonl").read_text("utf-8").splitlines()
    )
    assert event["start"].startswith("2026-01-01T00:00:01")
    assert event["box"] == pytest.approx([0.26, 0.25, 0.51, 0.51], abs=0.01)
    assert event["cameras"] == ["corner"]


async def test_who_saves_second_is_told(console: Console, tmp_path: Path) -> None:
    """Nothing of the other's work is lost; loading again shows it."""
    page = console.page
    await _enter(console, "/engineer/label?clip=corner.mp4")
    await page.get_by_role("button", name="新增事件").click()
    other = {"id": "x1", "matter": "crowding", "cameras": ["corner"], "start": "2026-01-01T00:00:00Z"}
    (tmp_path / "bench" / "truth" / "corner.jsonl").write_text(json.dumps(other) + "\n", "utf-8")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("他人已修改这份标注")).to_be_visible()
    console.wrong.clear()  # the browser reports the 412
    await page.get_by_role("button", name="重新加载").click()
    await expect(page.get_by_role("list", name="真实事件").get_by_text("x1 · crowding")).to_be_visible()


async def test_stored_looks_and_sweeps_are_shown(console: Console) -> None:
    """A folder of looks is stepped by number; a sweep's points are a table, what is chosen and what is live marked."""
    page = console.page
    await _enter(console, "/engineer/label?clip=patrol")
    await expect(page.get_by_text("第 1 / 3 次查看")).to_be_visible()
    await page.get_by_role("button", name="下一帧").click()
    await expect(page.get_by_text("第 2 / 3 次查看")).to_be_visible()
    await page.goto(f"{console.base}/engineer?tab=sweeps")
    rows = page.get_by_role("table", name="参数扫描").get_by_role("row")
    await expect(rows.filter(has_text="waste.k=3")).to_contain_text("选中")
    await expect(rows.filter(has_text="waste.k=4")).to_contain_text("现行")
    await expect(rows.filter(has_text="waste.k=2")).to_be_visible()


async def test_where_nothing_is_named_the_page_says_what_to_name(console: Console, deck: ConsoleDeck) -> None:
    """A service without folders is not a broken one; a file that is not there is called by its name."""
    page = console.page
    await _enter(console, "/engineer?tab=runs&run=live&truth=nowhere.jsonl")
    await expect(page.get_by_text("没有真值文件“nowhere.jsonl”")).to_be_visible()
    deck.app.state.services = replace(deck.app.state.services, workbench=None)
    await page.goto(f"{console.base}/engineer?tab=sweeps")
    await expect(page.get_by_text("还没有指定文件夹")).to_be_visible()
    await expect(page.get_by_text("candidates: var/candidates")).to_be_visible()
    console.wrong.clear()  # the browser reports both 404
