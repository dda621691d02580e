"""The page of one case: read whole, acted on, shared, printed."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from alerts.store.base import Attempt, DeliveryState
from tests.builders_console import ConsoleDeck
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


@pytest.fixture
def heap(deck: ConsoleDeck) -> str:
    """A case that is open."""
    return deck.incident().id


async def test_a_case_is_read_whole(console: Console, deck: ConsoleDeck, heap: str) -> None:
    """Evidence, trail with its hashes checked, what was sent, the proof; and nothing to do once it is closed."""
    with deck.store.read() as reader:
        closed = deck.clear(reader.incidents([heap])[heap], seconds=60)
    page = console.page
    await console.enter(f"/case/{closed.id}")
    trail = page.get_by_role("table", name="处置轨迹")
    for told in ("首次发现", "立案", "核查结案"):
        await expect(trail.get_by_text(told, exact=True)).to_be_visible()
    await expect(page.get_by_text("逐条哈希校验无误")).to_be_visible()
    await expect(page.get_by_role("region", name="推送与回执")).to_contain_text("platform")
    found = page.get_by_role("region", name="图片证据")
    await expect(page.get_by_test_id("stage")).to_have_attribute("src", re.compile("-before"))
    await expect(found.get_by_role("img", name="曾在此处")).to_have_count(0)
    pair = page.get_by_role("region", name="核查对照")
    await expect(pair.get_by_role("img", name="曾在此处")).to_be_visible()
    await found.get_by_role("button", name=re.compile("之后")).click()
    await expect(found.get_by_role("img", name="曾在此处")).to_be_visible()
    await expect(found.locator("rect")).to_have_count(0)  # it is in the picture
    await found.get_by_text("原图 O").click()
    await expect(found.locator("rect[data-gone=true]")).to_be_visible()
    await pair.get_by_role("slider").press("End")
    await expect(pair.get_by_role("slider")).to_have_value("100")
    await expect(page.get_by_role("button", name="受理")).to_have_count(0)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await expect(page.get_by_text("按 O 查看原图")).to_be_hidden()
    picture = await page.get_by_test_id("stage").bounding_box()
    assert picture is not None
    assert picture["height"] > 300, "the picture is on the paper, too"


def _answered(deck: ConsoleDeck) -> None:
    """Let the platform take everything that waits for it."""
    with deck.store.write() as writer:
        for row in writer.deliveries():
            line = Attempt(
                delivery_id=row.id,
                number=1,
                at=row.created_at,
                took_s=0.2,
                status=200,
                outcome="accepted",
                detail="已登记",
                case_number="PT-1",
            )
            writer.settle(line, state=DeliveryState.ACCEPTED, next_at=None)


async def test_what_was_sent_lies_open_on_paper(console: Console, deck: ConsoleDeck, heap: str) -> None:
    """On the screen what went well is folded up; nobody can unfold it on paper."""
    _answered(deck)
    page = console.page
    await console.enter(f"/case/{heap}")
    sent = page.get_by_role("region", name="推送与回执")
    await expect(sent).to_contain_text("PT-1")
    await expect(sent.get_by_text("已登记")).to_be_hidden()
    await page.emulate_media(media="print")
    await expect(sent.get_by_text("已登记")).to_be_visible()
    await page.emulate_media(media="screen")
    await expect(sent.get_by_text("已登记")).to_be_hidden()


async def test_a_public_link_is_made_and_taken_back(console: Console, heap: str) -> None:
    """Its page opens without a login on a phone, and no more once it is taken back."""
    page = console.page
    await console.enter(f"/case/{heap}")
    await page.get_by_role("button", name="生成公开链接").click()
    address = await page.get_by_role("textbox", name="公开链接").input_value()
    answer = await console.context.request.get(address)
    assert answer.status == 200
    await page.get_by_role("button", name=re.compile(r"收\s?回")).click()
    await page.get_by_role("tooltip").get_by_role("button", name=re.compile(r"确\s?定")).click()
    await expect(page.get_by_text("已收回")).to_be_visible()
    answer = await console.context.request.get(address)
    assert answer.status == 404


async def test_a_case_is_acted_on_from_its_own_page(console: Console, deck: ConsoleDeck, heap: str) -> None:
    """By the same keys as in the inbox, undone in the same way."""
    page = console.page
    await console.enter(f"/case/{heap}")
    await expect(page.get_by_role("button", name="确认属实")).to_be_enabled()
    await page.keyboard.press("c")
    await expect(page.get_by_test_id("undo")).to_contain_text("已确认属实")

    def carried() -> None:
        deck.clock.advance(10)
        deck.shift.tick()

    await deck.do(carried)
    await expect(page.get_by_role("table", name="处置轨迹").get_by_text("确认属实")).to_be_visible()


async def test_a_case_is_split_and_the_split_is_taken_back(
    console: Console, deck: ConsoleDeck, heap: str
) -> None:
    """Which view goes and why; ten seconds later it is done, and is undone from the page with a reason of its own."""
    other = deck.incident(subject="cam-1/waste/2", box=(0.7, 0.6, 0.9, 0.8), seconds=60)
    deck.desk.merge(other.id, heap, who="operator:wang", why="one heap")
    page = console.page
    await console.enter(f"/case/{heap}")
    await expect(page.get_by_text("合并，另一案")).to_be_visible()
    await expect(page.get_by_role("button", name="拆分")).to_be_enabled()
    await page.keyboard.press("i")
    form = page.get_by_role("dialog", name="拆分成两起")
    say = form.get_by_role("button", name=re.compile(r"拆\s?分"))
    await form.get_by_role("checkbox").nth(0).check()
    await form.get_by_role("checkbox").nth(1).check()
    await expect(form.get_by_role("status")).to_contain_text("至少留一路")
    await expect(say).to_be_disabled()
    await form.get_by_role("checkbox").nth(0).uncheck()
    await form.get_by_label("为何拆分").fill("是两堆")
    await expect(form.get_by_role("status")).to_contain_text("原案留 1 路，新案 1 路")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("undo")).to_contain_text("已拆分")

    def carried() -> None:
        deck.clock.advance(10)
        deck.shift.tick()

    await deck.do(carried)
    await expect(page.get_by_text("拆分，另一案")).to_be_visible()
    trail = page.get_by_role("table", name="处置轨迹")
    await expect(trail.get_by_text("是两堆")).to_be_visible()
    await page.get_by_role("button", name="撤销拆分").click()
    form = page.get_by_role("dialog", name="撤销拆分")
    await expect(form.get_by_role("button", name="撤销拆分")).to_be_disabled()
    await form.get_by_label("为何撤销").fill("还是一堆")
    await page.keyboard.press("Enter")
    await expect(form).to_have_count(0)
    await expect(trail.get_by_text("还是一堆")).to_be_visible()
    with deck.store.read() as reader:
        kept = reader.incident(heap)
    assert kept is not None
    assert len(kept.views) == 2
