from __future__ import annotations

import re

import pytest
from playwright.async_api import Route, expect

from tests.api.routes.test_outages import DARK
from tests.builders_api import TOKEN
from tests.console.conftest import Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop


async def test_who_is_not_known_comes_to_the_door_and_then_where_he_wanted(console: Console) -> None:
    """A link from a message survives the login."""
    await console.page.goto(f"{console.base}/?x=1")
    await expect(console.page).to_have_url(f"{console.base}/login?back=%2F%3Fx%3D1")
    console.wrong.clear()  # the browser itself reports the 401s


async def test_language_and_colours_stay(console: Console) -> None:
    """Both are kept over a reload."""
    page = console.page
    await console.enter()
    await page.get_by_role("button", name="切换语言").click()
    await expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    await page.get_by_role("button", name="Colours").click()
    await page.get_by_role("button", name="Colours").click()
    await page.reload()
    await expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def test_the_head_line_counts_as_the_inbox_does_and_leads_there(console: Console) -> None:
    """What waits is what the queue shows; the district is called by its name in the language that is spoken."""
    page, deck = console.page, console.deck
    deck.fill(8)
    deck.heaps(3)
    await console.enter("/cameras")
    waiting = page.get_by_role("banner").get_by_role("link", name=re.compile("^3 ?待处理$"))
    await waiting.click()
    await expect(page.get_by_role("main").get_by_text("3 起待处理")).to_be_visible()
    await page.get_by_role("button", name="切换语言").click()
    await expect(page.get_by_role("banner").get_by_text("Demo District", exact=True)).to_be_visible()


async def test_a_cut_is_seen_and_heals(console: Console) -> None:
    """The head line says that what is shown is old, and when the service is back, that it is live."""
    page = console.page
    await console.enter()
    async with console.away():
        await expect(page.get_by_text("连接中断")).to_be_visible()
    await expect(page.get_by_text("实时")).to_be_visible()
    console.wrong.clear()  # the browser reports the refused connections


async def test_the_next_at_this_desk_is_shown_nothing_that_the_browser_kept(console: Console) -> None:
    """A picture that one person has seen is asked for again, and refused once he is gone."""
    page, deck = console.page, console.deck
    picture = deck.incident().pictures[0]
    await console.enter()
    address = f"{console.base}/api/v1/evidence/{picture.raw_key}"
    for _ in range(2):
        answer = await page.goto(address)
        assert answer is not None
        assert answer.ok
    await page.goto(console.base)
    await page.get_by_role("button", name="退出").click()
    await expect(page).to_have_url(re.compile("/login"))
    answer = await page.goto(address)
    assert answer is not None
    assert answer.status == 401
    console.wrong.clear()  # the browser itself reports the 401s


async def test_who_could_not_be_logged_out_is_told_so(console: Console) -> None:
    """The page stays: going to the door would say that the next person is safe from the last one's name."""
    page = console.page
    await console.enter()
    await page.route("**/api/v1/session", lambda route: route.abort())
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("您的登录仍然有效")).to_be_visible()
    await expect(page.get_by_role("heading", name="待办")).to_be_visible()
    console.wrong.clear()  # the browser reports the refused request


async def test_one_live_line_goes_on_over_all_pages(console: Console) -> None:
    """A line of its own for each page would begin anew each time, and miss what happens in between."""
    lines: list[str] = []
    console.page.on("websocket", lambda line: lines.append(line.url))
    await console.enter()
    for name in ("摄像机", "静默", "待办"):
        await console.page.get_by_role("link", name=name, exact=True).click()
        await expect(console.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert len(lines) == 1


async def test_a_service_that_is_away_at_first_is_asked_again(console: Console) -> None:
    """It says so, with a button; when the service is back the page opens by itself."""
    page = console.page
    await page.route("**/api/v1/me", lambda route: route.abort())
    await page.context.request.post(f"{console.base}/api/v1/session", data={"token": TOKEN})
    await page.goto(console.base)
    await expect(page.get_by_role("button", name=re.compile("重 ?试"))).to_be_visible()
    await page.unroute("**/api/v1/me")
    await expect(page.get_by_role("heading", name="待办")).to_be_visible()
    console.wrong.clear()  # the browser reports the refused requests


@pytest.mark.parametrize(("share", "bad"), [(0.96, "false"), (0.94, "true")])
async def test_the_head_line_holds_looks_against_the_target_of_the_figures(
    console: Console, share: float, bad: str
) -> None:
    """Bad below what the service says, not below a number of its own."""
    page = console.page

    async def glance(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await answer.json() | {"on_time_share": share})

    await page.route("**/api/v1/figures", glance)
    await console.enter()
    told = page.get_by_role("listitem").filter(has_text=f"{100 * share:.1f} %")
    await expect(told).to_have_attribute("data-bad", bad)
    await page.unroute_all(behavior="wait")


async def test_keys_are_listed(console: Console) -> None:
    """A question mark shows every key that works here."""
    await console.enter()
    await console.page.keyboard.press("?")
    await expect(console.page.get_by_role("dialog", name="键盘操作")).to_contain_text("打开待办")


async def test_an_address_that_is_no_page_says_so(console: Console) -> None:
    """And leads back."""
    await console.enter("/no/such/page")
    await console.page.get_by_role("button", name="回到首页").click()
    await expect(console.page.get_by_role("heading", name="待办")).to_be_visible()


async def test_a_dark_network_is_one_line_above_every_page(console: Console) -> None:
    """It comes and goes by itself, whatever the number of cameras, which are a click away."""
    await console.enter()
    line = console.page.get_by_role("link", name="权属单位x网络中断:10:03起2路摄像机")
    await expect(line).to_have_count(0)
    console.deck.dark = (DARK,)
    await console.deck.do(console.deck.news, "outage", DARK.id)
    await line.click()
    await expect(console.page).to_have_url(f"{console.base}/cameras?outage={DARK.id}")
    rows = console.page.get_by_role("checkbox", name="选择")
    await expect(rows).to_have_count(len(DARK.cameras & console.deck.known.keys()))
    await console.page.get_by_role("button", name="本次中断的摄像机").click()
    await expect(rows).to_have_count(len(console.deck.known))
    console.deck.dark = ()
    await console.deck.do(console.deck.news, "outage", DARK.id)
    await expect(line).to_have_count(0)


async def test_on_a_phone_the_menu_lies_below_and_shows_where_one_is(console: Console) -> None:
    """It is drawn sideways; the page that is open is in sight."""
    await console.page.set_viewport_size({"width": 390, "height": 844})
    await console.enter("/silences")
    here = console.page.get_by_role("navigation", name="主菜单").get_by_role("link", name="静默")
    await expect(here).to_be_in_viewport(ratio=1)
    box = await here.bounding_box()
    assert box is not None
    assert box["y"] > 700
