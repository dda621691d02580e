"""The operator's shift in the inbox: by keyboard, beside a colleague, over a cut."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from core.config.settings.load import Load
from core.incident import Status
from tests.builders_api import TOKEN
from tests.builders_console import ConsoleDeck
from tests.builders_desk import TWO_UNITS
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


@pytest.fixture
def deck(deck: ConsoleDeck) -> ConsoleDeck:
    """Four cases at four cameras, too far from each other to be one."""
    deck.fill(8)
    deck.heaps(4)
    return deck


def _pass(deck: ConsoleDeck, seconds: float = 10) -> None:
    """Let time pass as the service does: what is due is carried out."""
    deck.clock.advance(seconds)
    deck.shift.tick()


def _cases(deck: ConsoleDeck) -> dict[str, str]:
    """How every case stands, by its headline."""
    with deck.store.read() as reader:
        kept = reader.incidents([f"inc_{n:06d}" for n in range(1, 60)])
        return {one.title: one.status.value for one in kept.values()}


def _statuses(deck: ConsoleDeck) -> list[str]:
    return sorted(_cases(deck).values())


async def _opened(page: Page) -> str:
    """Return the id of the case that is open."""
    return await page.get_by_test_id("case").get_attribute("data-case") or ""


async def _enter(console: Console) -> None:
    """Open the inbox, and wait for its queue."""
    await console.enter()
    await expect(console.page.get_by_test_id("line")).to_have_count(4)


async def _press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_a_shift_by_keyboard_alone(console: Console) -> None:
    """Opened, confirmed, rejected with a reason by digit, shelved, acknowledged: one key or two for each case."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_test_id("stage")).to_be_visible()
    first = await _opened(page)
    await _press(page, "c")
    await expect(page.get_by_test_id("undo")).to_contain_text("已确认属实")
    await expect(page.get_by_test_id("case")).not_to_have_attribute("data-case", first)
    await expect(page.get_by_role("button", name="误报")).to_be_enabled()
    await _press(page, "r")
    await expect(page.get_by_role("group", name="误报原因")).to_be_visible()
    second = await _opened(page)
    await _press(page, "3")
    await expect(page.get_by_test_id("undo")).to_have_count(2)
    await expect(page.get_by_test_id("case")).not_to_have_attribute("data-case", second)
    await expect(page.get_by_role("button", name="搁置")).to_be_enabled()
    third = await _opened(page)
    await _press(page, "s", "2")
    await expect(page.get_by_test_id("undo")).to_have_count(3)
    await expect(page.get_by_test_id("case")).not_to_have_attribute("data-case", third)
    await expect(page.get_by_role("button", name="受理")).to_be_enabled()
    await _press(page, "a")
    await expect(page.get_by_test_id("line").filter(has_text="秒后")).to_have_count(4)
    assert set(_statuses(deck)) == {"open"}  # nothing has happened yet
    await deck.do(_pass, deck)
    await expect(page.get_by_test_id("undo")).to_have_count(0)
    assert _statuses(deck) == ["acknowledged", "acknowledged", "open", "rejected"]
    with deck.store.read() as reader:
        assert len(reader.shelves()) == 1
        rejected = next(i for i in reader.incidents([second]).values() if i.status is Status.REJECTED)
        assert reader.history(rejected.id)[-1].why.code == "shift.reject.allowed"
    await expect(page.get_by_text("当前没有待办事件")).to_be_visible()


async def test_what_needs_a_word_more_is_said_by_keyboard(console: Console) -> None:
    """Another unit by a part of its name, one more look, and two cases of one heap made one."""
    page, deck = console.page, console.deck
    deck.work = TWO_UNITS
    heap = deck.incident(seconds=3000)
    other = deck.incident(seconds=3060, subject="cam-1/waste/2", box=(0.7, 0.6, 0.9, 0.8))
    await console.enter(f"/?case={heap.id}")
    await expect(page.get_by_role("button", name="改派单位")).to_be_enabled()
    await _press(page, "u")
    units = page.get_by_role("group", name="改派给")
    await expect(units.get_by_role("button", name="环卫所")).to_be_visible()
    await page.keyboard.type("城管")
    await expect(units.get_by_role("button", name="环卫所")).to_have_count(0)
    await _press(page, "Enter")
    await expect(page.get_by_test_id("undo")).to_contain_text("已改派")
    await _press(page, "l")
    await expect(page.get_by_test_id("undo")).to_have_count(2)
    await _press(page, "m")
    await expect(page.get_by_role("group", name="与哪一起是同一件事")).to_contain_text("积存垃圾渣土")
    await _press(page, "1")
    await expect(page.get_by_test_id("undo")).to_have_count(3)
    await deck.do(_pass, deck)
    await expect(page.get_by_test_id("undo")).to_have_count(0)
    with deck.store.read() as reader:
        kept = reader.incidents([heap.id, other.id])
        done = [step.what for step in reader.history(heap.id) if step.who.startswith("operator:")]
    assert done == ["assigned", "look_asked", "joined"]
    assert kept[heap.id].facts["merged_into"] == other.id


async def test_a_unit_is_chosen_by_digit(console: Console) -> None:
    """The digit stands for a unit of the list, and is not typed into the field beside it."""
    page, deck = console.page, console.deck
    deck.work = TWO_UNITS
    heap = deck.incident(seconds=3000)
    await console.enter(f"/?case={heap.id}")
    await expect(page.get_by_role("button", name="改派单位")).to_be_enabled()
    await _press(page, "u")
    chosen = page.get_by_role("group", name="改派给").get_by_role("button").filter(has_text="2")
    await expect(chosen).to_be_visible()
    unit = (await chosen.text_content() or "").removeprefix("2").strip()
    await _press(page, "2")
    await expect(page.get_by_test_id("undo")).to_contain_text("已改派")
    await deck.do(_pass, deck)
    await expect(page.get_by_test_id("undo")).to_have_count(0)
    with deck.store.read() as reader:
        (kept,) = reader.incidents([heap.id]).values()
    assert kept.case.unit is not None
    assert kept.case.unit.name == unit


async def test_what_is_too_severe_is_not_put_aside(console: Console) -> None:
    """The act is grey for one case; said of several, it is refused at once and in the operator's language."""
    page, deck = console.page, console.deck
    deck.shift.rule = Load(never_hidden="minor")
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_role("button", name="误报")).to_be_enabled()
    await expect(page.get_by_role("button", name="搁置")).to_be_disabled()
    await _press(page, "x", "s", "1")
    await expect(page.get_by_text("这样严重的事件不能搁置")).to_be_visible()
    await expect(page.get_by_test_id("undo")).to_have_count(0)


async def test_on_a_phone_a_case_has_the_whole_screen(console: Console) -> None:
    """The queue, then the case with its acts in sight, and back."""
    page = console.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await console.enter()
    lines = page.get_by_test_id("line")
    await expect(lines).to_have_count(4)
    await expect(page.get_by_role("button", name="误报")).to_be_hidden()
    await lines.first.get_by_role("button").first.click()
    await expect(page.get_by_test_id("stage")).to_be_in_viewport(ratio=1)
    for act in ("受理", "确认属实", "误报"):
        await expect(page.get_by_role("button", name=act)).to_be_in_viewport(ratio=1)
    await expect(lines.first).to_be_hidden()
    await page.get_by_role("button", name="待办队列").click()
    await expect(lines.first).to_be_visible()


async def test_the_pictures_of_a_case_are_stepped_by_key(console: Console) -> None:
    """Along the film, to what lies beneath the mask, and before against after under a slider that keys move."""
    page, deck = console.page, console.deck
    heap = deck.incident(seconds=3000)
    closed = deck.clear(heap, seconds=3060)
    await console.enter(f"/case/{closed.id}")
    film = page.get_by_role("group", name="最近几次查看")
    shown = film.locator("[aria-pressed=true]")
    found = await shown.text_content() or ""
    assert found.startswith("之前")  # what was found, and not the empty street afterwards
    await _press(page, "ArrowRight")
    await expect(shown).not_to_have_text(found)
    await _press(page, "ArrowLeft")
    await expect(shown).to_have_text(found)
    await _press(page, "b")
    pictures = page.get_by_role("region", name="图片证据")
    slider = pictures.get_by_role("slider", name="拖动比较前后")
    await slider.focus()
    await _press(page, "ArrowRight", "ArrowRight")
    await expect(slider).to_have_value("52")
    await _press(page, "b")
    await expect(page.get_by_text("按 O 查看原图")).to_be_visible()
    await _press(page, "o")
    await expect(page.get_by_text("按 O 查看原图")).to_have_count(0)


async def test_what_was_said_is_taken_back(console: Console) -> None:
    """Z within ten seconds: the case is open again, and nothing has ever happened to it."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_role("button", name="误报")).to_be_enabled()
    first = await _opened(page)
    await _press(page, "r", "1")
    await expect(page.get_by_test_id("undo")).to_be_visible()
    await _press(page, "z")
    await expect(page.get_by_test_id("undo")).to_have_count(0)
    await expect(page.get_by_test_id("case")).to_have_attribute("data-case", first)
    await deck.do(_pass, deck, 30)
    assert set(_statuses(deck)) == {"open"}
    with deck.store.read() as reader:
        assert [step.what for step in reader.history(first)] == ["seen", "opened"]


async def test_two_operators_never_fight_for_one_case(console: Console) -> None:
    """Who opens it has it: the other sees who, can do nothing with it, and has it once it is given back."""
    page, deck = console.page, console.deck
    await _enter(console)
    with deck.store.read() as reader:
        (first, *_) = sorted(reader.live_incidents(), key=lambda one: one.id)
    deck.shift.claim(first.id, who="operator:wang")
    await deck.do(deck.news, "load", "inbox")
    other = page.get_by_test_id("line").filter(has_text="wang 办理中")
    await expect(other).to_have_count(1)
    await other.get_by_role("button").first.click()
    await expect(page.get_by_text("wang 正在办理")).to_be_visible()
    await expect(page.get_by_role("button", name="确认属实")).to_be_disabled()
    await deck.do(deck.shift.release, first.id, who="operator:wang")
    await expect(page.get_by_text("wang 正在办理")).to_have_count(0)
    await expect(page.get_by_role("button", name="确认属实")).to_be_enabled()
    await expect(page.get_by_test_id("line").filter(has_text="我在办理")).to_have_count(1)
    console.wrong.clear()  # the browser reports the 409 of the claim


async def test_many_are_dealt_with_at_once(console: Console) -> None:
    """Marked by X, acknowledged by one key, taken back by one key."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j", "x", "j", "x", "j", "x")
    await expect(page.get_by_text("已选 3 起")).to_be_visible()
    await _press(page, "a")
    await expect(page.get_by_test_id("undo")).to_contain_text("3 起")
    await _press(page, "z")
    await expect(page.get_by_text("已撤销 3 起")).to_be_visible()
    await deck.do(_pass, deck, 30)
    assert set(_statuses(deck)) == {"open"}


async def test_what_is_new_waits_until_it_is_wanted(console: Console) -> None:
    """While a case is open nothing moves: new ones are counted and announced, and N puts them in."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_test_id("stage")).to_be_visible()
    first = await _opened(page)
    await deck.do(deck.incident, camera_id="cam-2", seconds=900)
    await expect(page.get_by_role("button", name="1 起新告警")).to_be_visible()
    await expect(page.get_by_test_id("announced")).to_contain_text("新告警 1 起")
    news = await page.get_by_role("button", name="1 起新告警").bounding_box()
    line = await page.get_by_test_id("line").first.bounding_box()
    assert news is not None
    assert line is not None
    assert news["y"] > line["y"] + line["height"]  # it does not cover what is most urgent
    await expect(page.get_by_test_id("line")).to_have_count(4)
    await _press(page, "n")
    await expect(page.get_by_test_id("line")).to_have_count(5)
    assert await _opened(page) == first


async def test_a_cut_loses_nothing(console: Console) -> None:
    """What was said before it is carried out; what happened meanwhile is shown after it."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_role("button", name="受理")).to_be_enabled()
    first = await _opened(page)
    await _press(page, "a")
    await expect(page.get_by_test_id("undo")).to_be_visible()
    async with console.away():
        await expect(page.get_by_text("连接中断")).to_be_visible()
        deck.incident(camera_id="cam-2", seconds=900)
        _pass(deck)
    await expect(page.get_by_text("实时")).to_be_visible()
    await expect(page.get_by_role("button", name="1 起新告警")).to_be_visible()
    await expect(page.get_by_test_id("undo")).to_have_count(0)
    with deck.store.read() as reader:
        assert reader.incidents([first])[first].status is Status.ACKNOWLEDGED
    console.wrong.clear()  # the browser reports the refused connections


async def test_what_could_not_be_done_is_told(console: Console) -> None:
    """Somebody else closed it meanwhile: it says so until it is put away."""
    page, deck = console.page, console.deck
    await _enter(console)
    await _press(page, "j")
    await expect(page.get_by_role("button", name="受理")).to_be_enabled()
    first = await _opened(page)
    await _press(page, "a")
    await expect(page.get_by_test_id("undo")).to_be_visible()

    def closed() -> None:
        deck.desk.act(first, "close", "operator:wang", "seen on site")
        _pass(deck)

    await deck.do(closed)
    told = page.get_by_text("“受理”未能执行：该事件已结案")
    await expect(told).to_be_visible()
    await page.get_by_role("button", name="知道了").click()
    await expect(told).to_have_count(0)


async def test_a_supervisor_takes_a_case_over(console: Console) -> None:
    """By T; whoever had it is told."""
    page, deck = console.page, console.deck
    answer = await console.context.request.post(f"{console.base}/api/v1/session", data={"token": TOKEN})
    assert answer.ok
    with deck.store.read() as reader:
        (first, *_) = reader.live_incidents()
    deck.shift.claim(first.id, who="operator:wang")
    await page.goto(f"{console.base}/?case={first.id}")
    await expect(page.get_by_text("wang 正在办理")).to_be_visible()
    await _press(page, "t")
    await expect(page.get_by_text("wang 正在办理")).to_have_count(0)
    with deck.store.read() as reader:
        kept = reader.claim(first.id)
    assert kept is not None
    assert kept.who != "operator:wang"
    console.wrong.clear()  # the browser reports the 409 of the claim


async def test_the_key_for_the_next_case_is_not_lost_before_the_queue_is_there(console: Console) -> None:
    """J while it loads: the first case is opened once it has come."""
    page, there = console.page, asyncio.Event()

    async def late(route: Route) -> None:
        await there.wait()
        await route.continue_()

    await page.route_web_socket("**/api/v1/live", lambda _: None)  # it tells the queue, too
    await page.route("**/api/v1/inbox?*", late)
    answer = await console.context.request.post(f"{console.base}/api/v1/session", data={"token": TOKEN})
    assert answer.ok
    await page.goto(console.base)
    await expect(page.get_by_role("region", name="待办队列")).to_have_attribute("aria-busy", "true")
    await _press(page, "j")
    there.set()
    first = page.get_by_test_id("line").first
    await expect(first).to_be_visible()
    await expect(page.get_by_test_id("case")).to_have_attribute("data-case", re.compile("inc_"))
    await expect(first).to_have_attribute("data-chosen", "true")
