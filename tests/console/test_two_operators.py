"""Two operators and their supervisor, each in a browser of his own with an account of his own, over one service."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, expect

from core.config.settings.load import Load
from core.incident import Status
from core.people.roles import Role
from tests.builders_console import ConsoleDeck
from tests.builders_logins import PASSWORD, add, with_people
from tests.console.conftest import ARGS, Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one loop for both browsers
PATIENCE_MS = 30_000  # two browsers on one machine
UNDO_S = 60.0  # longer than the usual ten seconds: the browsers count them in real time
COMING = re.compile("秒后|执行中")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def second_browser(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """A Chromium of its own: another process, as at another seat."""
    browser = await playwright.chromium.launch(executable_path=chromium, args=ARGS)
    yield browser
    await browser.close()


@pytest.fixture
def deck(deck: ConsoleDeck) -> ConsoleDeck:
    """Four cases that nobody has, two operators and a supervisor."""
    deck.fill(8)
    deck.heaps(4)
    deck.shift.rule = Load(undo_s=UNDO_S)
    with_people(deck)
    add(deck, "li")
    add(deck, "wang")
    add(deck, "zhao", Role.SUPERVISOR)
    return deck


async def _sit(console: Console, browser: Browser, name: str) -> Page:
    """Log in at a browser and wait for the queue."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    answer = await context.request.post(
        f"{console.base}/api/v1/session", data={"name": name, "password": PASSWORD}
    )
    assert answer.ok
    page = console.watch(await context.new_page())
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(console.base)
    await expect(page.get_by_test_id("line")).to_have_count(4, timeout=PATIENCE_MS)
    return page


@pytest_asyncio.fixture(loop_scope="module")
async def li(console: Console, browser: Browser) -> AsyncIterator[Page]:
    """Li at the first browser."""
    page = await _sit(console, browser, "li")
    yield page
    await page.context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def wang(console: Console, second_browser: Browser) -> AsyncIterator[Page]:
    """Wang at the second."""
    page = await _sit(console, second_browser, "wang")
    yield page
    await page.context.close()


async def _open(page: Page, line: int = 0) -> str:
    """Open one line of the queue; return the id of its case."""
    await page.get_by_test_id("line").nth(line).get_by_role("button").first.click()
    await expect(page.get_by_test_id("case")).to_be_visible()
    return await page.get_by_test_id("case").get_attribute("data-case") or ""


async def _held(page: Page) -> None:
    """Wait until the open case is this page's own."""
    await expect(page.get_by_test_id("line").filter(has_text="我在办理")).to_have_count(
        1, timeout=PATIENCE_MS
    )


def _pass(deck: ConsoleDeck, seconds: float = UNDO_S) -> None:
    """Let time pass as the service does: what is due is carried out."""
    deck.clock.advance(seconds)
    deck.shift.tick()


def _acts(deck: ConsoleDeck, case: str, *who: str) -> list[tuple[str, str]]:
    """Return what these people have done to a case, as its history has it."""
    with deck.store.read() as reader:
        return [(step.who, step.what) for step in reader.history(case) if step.who in who]


def _statuses(deck: ConsoleDeck) -> Mapping[str, Status]:
    with deck.store.read() as reader:
        return {
            one: case.status for one, case in reader.incidents([f"inc_{n:06d}" for n in range(60)]).items()
        }


async def test_one_has_it_the_other_looks_on_and_a_supervisor_takes_it(
    console: Console, second_browser: Browser, deck: ConsoleDeck, li: Page, wang: Page
) -> None:
    """Who has it and until when is told to the other, whose keys and whose direct requests do nothing."""
    case = await _open(li)
    await _held(li)
    await expect(wang.get_by_test_id("line").filter(has_text="li 办理中")).to_have_count(1)
    assert await _open(wang) == case
    with deck.store.read() as reader:
        claim = reader.claim(case)
    assert claim is not None
    until = (claim.until + timedelta(hours=8)).strftime("%H:%M")  # the district's time
    await expect(wang.get_by_text("li 正在办理")).to_contain_text(until)
    for name in ("受理", "确认属实", "误报"):
        await expect(wang.get_by_role("button", name=name)).to_be_disabled()
    await wang.keyboard.press("c")
    said = await wang.context.request.post(
        f"{console.base}/api/v1/incidents/acts", data={"ids": [case], "act": "confirm"}
    )
    (answer,) = (await said.json())["answers"]
    assert (answer["pending"], answer["claim"]["who"]) == (None, "li")
    directly = await wang.context.request.post(
        f"{console.base}/api/v1/incidents/{case}/acts", data={"what": "confirm", "who": "wang"}
    )
    assert (directly.status, (await directly.json())["who"]) == (409, "li")
    over = await wang.context.request.post(
        f"{console.base}/api/v1/incidents/{case}/claim", data={"take_over": True}
    )
    assert over.status == 403  # an operator takes nothing from a colleague

    zhao = await _sit(console, second_browser, "zhao")
    assert await _open(zhao) == case
    await expect(zhao.get_by_text("li 正在办理")).to_be_visible()
    await zhao.keyboard.press("t")
    await _held(zhao)
    await expect(li.get_by_text("zhao 正在办理")).to_be_visible()
    await expect(li.get_by_role("button", name="确认属实")).to_be_disabled()
    await zhao.keyboard.press("c")
    await expect(zhao.get_by_test_id("undo")).to_contain_text("已确认属实")
    await deck.do(_pass, deck)
    await expect(zhao.get_by_test_id("undo")).to_have_count(0)
    assert _acts(deck, case, "operator:li", "operator:wang", "operator:zhao") == [
        ("operator:zhao", "confirmed")
    ]
    await zhao.context.close()
    console.wrong.clear()  # the browsers report the 409s of the claims


async def test_what_one_has_said_the_other_sees_coming(
    console: Console, deck: ConsoleDeck, li: Page, wang: Page
) -> None:
    """Its seconds run in both queues; the other's word on it is refused by name; taken back, it is free again."""
    case = await _open(li)
    await _held(li)
    await li.keyboard.press("c")
    coming = wang.get_by_test_id("line").filter(has_text="li：确认属实")
    await expect(coming).to_contain_text(COMING)
    assert await _open(wang) == case
    await expect(
        wang.get_by_role("button", name="误报")
    ).to_be_enabled()  # li has left it; what he said stands
    await wang.keyboard.press("r")
    await wang.keyboard.press("1")
    await expect(wang.get_by_text("li刚确认该事件属实")).to_be_visible()
    await expect(wang.get_by_test_id("undo")).to_have_count(0)
    await li.keyboard.press("z")
    await expect(li.get_by_text("已撤销 1 起")).to_be_visible()
    await expect(coming).to_have_count(0)
    await wang.keyboard.press("a")
    await expect(li.get_by_test_id("line").filter(has_text="wang：受理")).to_have_count(1)
    await deck.do(_pass, deck)
    await expect(wang.get_by_test_id("undo")).to_have_count(0)
    assert _acts(deck, case, "operator:li", "operator:wang") == [("operator:wang", "acknowledged")]
    console.wrong.clear()  # the browsers report the 409s of the claims


async def test_at_the_same_moment_each_case_gets_one_word(
    console: Console, deck: ConsoleDeck, li: Page, wang: Page
) -> None:
    """Both have marked all four: one rejects what the other acknowledges, and no case has two words or none."""
    for page in (li, wang):
        for i in range(4):
            await page.get_by_test_id("line").nth(i).get_by_role("checkbox").click()
        await expect(page.get_by_text("已选 4 起")).to_be_visible()
    await wang.keyboard.press("r")
    await expect(wang.get_by_role("group", name="误报原因")).to_be_visible()
    await asyncio.gather(li.keyboard.press("a"), wang.keyboard.press("1"))
    told = li.get_by_test_id("line").filter(has_text=COMING)
    await expect(told).to_have_count(4)
    with deck.store.read() as reader:
        waiting = reader.pending_acts()
    assert len({act.incident_id for act in waiting}) == len(waiting) == 4
    said = {act.incident_id: (act.who, act.act.value) for act in waiting}
    await deck.do(_pass, deck)
    await expect(told).to_have_count(0)
    done = {"acknowledge": "acknowledged", "reject": "rejected"}
    for case, (who, act) in said.items():
        assert _acts(deck, case, "operator:li", "operator:wang") == [(who, done[act])]
        assert _statuses(deck)[case].value == done[act]
    console.wrong.clear()


async def test_a_case_is_free_again_when_its_operator_is_gone(
    console: Console, deck: ConsoleDeck, li: Page, wang: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seat that is cut off gives nothing back: whoever waits for its case has it once the claim has run out."""
    monkeypatch.setattr("api.routes.live_socket.HEARTBEAT_S", 1.0)  # the time of a quiet service, sooner
    case = await _open(li)
    await _held(li)
    await li.context.set_offline(True)
    assert await _open(wang) == case
    await expect(wang.get_by_text("li 正在办理")).to_be_visible()
    await deck.do(deck.clock.advance, deck.shift.rule.claim_s + 1)
    await _held(wang)
    await expect(wang.get_by_role("button", name="确认属实")).to_be_enabled()
    with deck.store.read() as reader:
        kept = reader.claim(case)
    assert kept is not None
    assert kept.who == "operator:wang"
    await li.context.set_offline(False)
    await expect(li.get_by_text("wang 正在办理")).to_be_visible()
    await expect(li.get_by_role("button", name="确认属实")).to_be_disabled()
    console.wrong.clear()  # the browsers report the cut and the 409s
