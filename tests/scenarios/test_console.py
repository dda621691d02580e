"""The console in a real Chromium, over the real API on a real port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Playwright, Route, async_playwright, expect

from core.case import Case, Unit
from core.clock import ManualClock
from core.incident import Status
from tests.api.routes.test_incident_cases import stands
from tests.api.routes.test_outages import DARK
from tests.builders import START
from tests.builders_api import TOKEN
from tests.builders_console import ConsoleDeck

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = ((1366, 768), (1440, 900), (1920, 1080), (1100, 800), (390, 844))


_FOCUSED = """() => {
    const node = document.activeElement, style = getComputedStyle(node);
    const name = node.id || node.dataset.what || node.className || node.tagName;
    return [name, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
_CUT = """() => [...document.querySelectorAll("button, h1, h2, select")]
    .filter((node) => node.checkVisibility())
    .filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width && (box.left < -1 || box.right > innerWidth + 1);
    })
    .map((node) => node.outerHTML)"""


@dataclass(kw_only=True)
class Console:
    """A page, the service behind it, and everything that went wrong in the browser."""

    page: Page
    deck: ConsoleDeck
    base: str
    wrong: list[str] = field(default_factory=list)  # console errors and uncaught exceptions
    hosts: set[str] = field(default_factory=set)  # that were asked for anything

    async def enter(self) -> None:
        """Open the console with the token."""
        await self.page.goto(f"{self.base}/old")
        await self.page.get_by_label("访问令牌").fill(TOKEN)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_text("实时")).to_be_visible()

    def rows(self) -> Locator:
        """The rows of the queue."""
        return self.page.locator("#list").get_by_role("option")

    async def view(self) -> tuple[float, float, float]:
        """Where the map stands once it is drawn: metres east, metres south, metres a pixel."""
        await self.page.evaluate("() => new Promise(requestAnimationFrame)")
        told = await self.page.locator("#chart").get_attribute("data-view")
        east, south, scale = (float(part) for part in (told or "").split())
        return east, south, scale


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    """Playwright's driver, ended with the module."""
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """Debian's Chromium without a profile; what a page keeps, it keeps in its context, which is each test's own."""
    browser = await playwright.chromium.launch(executable_path=chromium, args=ARGS)
    yield browser
    await browser.close()


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> ConsoleDeck:
    """Two healthy cameras, no incident."""
    return ConsoleDeck(tmp_path, clock)


@pytest_asyncio.fixture(loop_scope="module")
async def console(browser: Browser, deck: ConsoleDeck) -> AsyncIterator[Console]:
    """A page that has not logged in. At the end nothing may have gone wrong, and no other host been asked."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(15_000)
    async with deck.serve() as base:
        given = Console(page=page, deck=deck, base=base)
        page.on("console", lambda m: given.wrong.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: given.wrong.append(str(error)))
        page.on("request", lambda request: given.hosts.add(urlsplit(request.url).netloc))
        yield given
        assert given.wrong == []
        assert given.hosts <= {urlsplit(base).netloc}
        await context.close()


async def test_only_the_right_token_opens_it(console: Console) -> None:
    """A wrong one says so; the right one leads in, survives a reload, and leaving ends it."""
    page = console.page
    await page.goto(f"{console.base}/old")
    field = page.get_by_label("访问令牌")
    await expect(field).to_be_focused()
    await field.fill("not-the-token")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="令牌不正确")).to_be_visible()
    assert [text for text in console.wrong if "401" not in text] == []
    console.wrong.clear()  # the browser itself reports the 401
    await field.fill(TOKEN)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="示范区")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("当前没有未结事件")).to_be_visible()
    await page.get_by_role("button", name="退出").click()
    await expect(field).to_be_visible()
    await page.reload()
    await expect(field).to_be_visible()


async def test_an_incident_comes_by_itself_and_is_worked_off_by_keys(console: Console) -> None:
    """It appears without a reload; j chooses, a acknowledges under the operator's name, x rejects with a reason."""
    page, deck = console.page, console.deck
    await console.enter()
    await deck.do(deck.incident)
    await expect(console.rows()).to_have_count(1)
    await deck.do(deck.incident, camera_id="cam-2", seconds=100, subject="cam-2/waste/9", matter="crowding")
    await expect(console.rows()).to_have_count(2)
    assert await page.title() == "(2) Gridwatch"
    await page.keyboard.press("j")
    first = console.rows().nth(0)
    await expect(first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("a")
    await page.get_by_label("请填写姓名或工号").fill("张三")
    await page.keyboard.press("Enter")
    case = page.locator("#case")
    await expect(case.locator(".crown .tag")).to_have_text("已受理")
    await expect(case.get_by_role("button", name="受理")).to_be_disabled()
    await expect(case.get_by_text("值班员 张三").first).to_be_visible()
    await page.keyboard.press("j")
    await expect(console.rows().nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("k")
    await expect(console.rows().nth(0)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("x")
    dialog = page.get_by_role("dialog", name="为什么是误报?")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("请写明原因")).to_be_visible()
    await dialog.get_by_role("button", name="光影、积水或反光").click()
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(case.locator(".crown .tag")).to_have_text("误报")
    await expect(case.get_by_text("光影、积水或反光")).to_be_visible()
    with deck.store.read() as reader:
        assert len(reader.live_incidents()) == 1


async def test_the_pair_opens_large_and_the_language_switches(console: Console) -> None:
    """Before and after side by side, one over the other in the viewer; English changes every label at once."""
    page, deck = console.page, console.deck
    await deck.do(deck.clear, deck.incident(), seconds=600)
    await console.enter()
    await page.get_by_label("显示哪些事件").select_option("ended")
    await console.rows().first.click()
    figures = page.locator("#case figure")
    await expect(figures).to_have_count(2)
    await expect(figures.nth(0)).to_contain_text("发现时")
    await expect(figures.nth(1)).to_contain_text("清除后")
    await expect(figures.nth(0).locator(".box")).to_be_visible()
    for button in await page.locator("#case [data-what]").all():
        await expect(button).to_be_disabled()
    await page.get_by_role("button", name="放大画面: 清除后").click()
    viewer = page.get_by_role("dialog", name="放大画面")
    slider = viewer.get_by_role("slider", name="拖动对比")
    await slider.focus()
    await page.keyboard.press("End")
    await expect(viewer.locator(".over")).to_have_css("clip-path", "inset(0px 0px 0px 100%)")
    await viewer.get_by_role("button", name="放大", exact=True).click()
    await expect(viewer.locator(".sheet")).to_have_css("transform", "matrix(1.4, 0, 0, 1.4, 0, 0)")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await page.locator("header button.language").click()
    assert await page.locator("html").get_attribute("lang") == "en"
    await expect(page.get_by_role("heading", name="Cameras and incidents")).to_be_visible()
    await expect(figures.nth(1)).to_contain_text("After clearing")
    await page.reload()
    await expect(page.get_by_role("heading", name="Demo District")).to_be_visible()


async def test_the_map_moves_and_leads_to_a_camera_and_an_incident(console: Console) -> None:
    """Wheel, drag and keys move it; search finds a camera; its card looks now; a diamond chooses its incident."""
    page, deck = console.page, console.deck
    deck.healthy("cam-2", "offline", "no answer in 5 s")
    await deck.do(deck.incident)
    await console.enter()
    chart = page.get_by_role("application")
    await expect(chart).to_have_attribute(
        "aria-label", "地图:2 路摄像机,1 个事件。方向键移动,加减号缩放,0 显示全图"
    )
    await expect(page.locator("#legend")).to_contain_text("离线 1")
    box = await chart.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = await console.view()
    await page.mouse.move(*middle)
    await page.mouse.wheel(0, 300)
    await expect(chart).not_to_have_attribute("data-view", " ".join(f"{value:.3f}" for value in before))
    assert (await console.view())[2] > before[2]
    await page.mouse.down()
    await page.mouse.move(middle[0] + 150, middle[1], steps=4)
    await page.mouse.up()
    assert (await console.view())[0] < before[0]
    await chart.focus()
    await page.keyboard.press("0")
    assert await console.view() == before

    deck.looked = None
    await page.keyboard.press("/")
    await page.keyboard.type("cam-2")
    await expect(page.get_by_role("option", name="Camera cam-2 cam-2")).to_have_attribute(
        "aria-selected", "true"
    )
    await page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Camera cam-2")
    await expect(card).to_contain_text("离线 · no answer in 5 s")
    await expect(card.get_by_role("img", name="Camera cam-2")).to_be_visible()
    await card.get_by_role("button", name="立即查看").click()
    await expect(card.get_by_text("巡查名额已满,稍后查看")).to_be_visible()
    await card.get_by_role("button", name="关闭").click()
    await expect(card).to_be_hidden()

    box = await chart.bounding_box()
    assert box is not None
    _, _, scale = await console.view()  # the camera is in the middle, the heap 8.6 m north of it
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 8.6 / scale)
    await expect(console.rows().first).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("late", ["cameras", "incidents"])
async def test_the_first_view_shows_everything(console: Console, late: str) -> None:
    """Whichever answer comes last, the map opens on all cameras and incidents, as the key 0 shows them."""
    page = console.page
    await console.deck.do(console.deck.incident)

    async def hold(route: Route) -> None:
        await asyncio.sleep(0.4)
        await route.continue_()

    await page.route(f"**/api/v1/{late}?*", hold)
    await console.enter()
    opened = await console.view()
    await page.get_by_role("application").focus()
    await page.keyboard.press("0")
    assert await console.view() == opened


async def test_a_dark_network_is_one_line_and_its_cameras_are_a_click_away(console: Console) -> None:
    """It comes and goes by itself, whatever the number of cameras."""
    await console.enter()
    line = console.page.locator("#outages")
    await expect(line).to_be_hidden()
    console.deck.dark = (DARK,)
    await console.deck.do(console.deck.news, "outage", DARK.id)
    await expect(line).to_contain_text("权属单位x网络中断:10:03起2路摄像机")
    link = await line.get_by_role("link").get_attribute("href")
    assert link == f"/api/v1/cameras?limit=10000&outage={DARK.id}"
    console.deck.dark = ()
    await console.deck.do(console.deck.news, "outage", DARK.id)
    await expect(line).to_be_hidden()


async def test_a_receiver_that_wants_no_more_is_one_line_and_a_click_brings_it_back(console: Console) -> None:
    """It says how many deliveries are held; enabled, it goes, and they are pending again."""
    await console.enter()
    line = console.page.locator("#receivers")
    await expect(line).to_be_hidden()
    await console.deck.do(console.deck.incident)

    def gone() -> None:
        with console.deck.store.write() as writer:
            writer.disable_receiver("platform", "answered 410 to msg_1")
        console.deck.news("delivery", "msg_1")

    await console.deck.do(gone)
    await expect(line).to_contain_text("接收方 platform 已停止接收(410),暂存 1 条")
    await line.get_by_role("button", name="重新启用并补发").click()
    await expect(line).to_be_hidden()
    with console.deck.store.read() as reader:
        assert [row.state.value for row in reader.deliveries()] == ["pending"]


async def test_a_lost_connection_is_seen_and_nothing_is_lost(browser: Browser, deck: ConsoleDeck) -> None:
    """The page says so and how old its view is; what happened meanwhile is there when the server comes back."""
    page = await browser.new_page()
    async with deck.serve() as base:
        port = int(base.rpartition(":")[2])
        console = Console(page=page, deck=deck, base=base)
        await console.enter()
        await deck.do(deck.incident)
        await expect(console.rows()).to_have_count(1)
    alert = page.get_by_role("alert").filter(has_text="连接中断,正在重连")
    await expect(alert).to_be_visible(timeout=10_000)
    await deck.do(deck.incident, camera_id="cam-2", seconds=100, subject="cam-2/waste/9", matter="crowding")
    await deck.do(deck.desk.act, "inc_000001", "acknowledge", "operator:li", "")
    async with deck.serve(port):
        await expect(alert).to_be_hidden(timeout=15_000)
        await expect(page.get_by_text("实时")).to_be_visible()
        await expect(console.rows()).to_have_count(2)
        await expect(page.locator("#row-inc_000001 .tag")).to_have_text("已受理")
        deck.app.state.sessions._until.clear()
        await page.reload()
        await expect(page.get_by_role("alert").filter(has_text="会话已结束,请重新输入令牌")).to_be_visible()
        await page.close()


async def test_everything_has_a_name_and_a_visible_focus(console: Console) -> None:
    """By hand what axe would say: landmarks, names of controls, pictures with texts, one h1, focus that shows."""
    page = console.page
    await console.deck.do(console.deck.incident)
    await console.enter()
    await console.rows().first.click()
    await expect(page.locator("#case figure img")).to_be_visible()
    for role in ("main", "banner", "listbox", "application"):
        assert await page.get_by_role(role).count() >= 1, role
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, [role=listbox], section")]
            .filter((node) => node.checkVisibility())
            .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.labels?.length
                || document.getElementById(node.getAttribute("aria-labelledby"))?.textContent.trim()))
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    assert await page.locator("img:not([alt])").count() == 0
    assert await page.locator("h1:visible").count() == 1
    await page.locator("#district").click()
    reached = set()
    for _ in range(30):
        await page.keyboard.press("Tab")
        told = await page.evaluate(_FOCUSED)
        if told[0] != "BODY":
            assert told[1] == "solid", told
            assert told[2] >= 2, told
        reached.add(told[0])
    assert {"filter", "list", "search", "chart", "acknowledge", "reject", "pic"} <= reached
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="键盘操作")).to_be_visible()


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_it_fits_every_window(console: Console, size: tuple[int, int]) -> None:
    """Nothing is wider than the window, in either language; on a phone one column at a time leads to the case."""
    page = console.page
    await console.deck.do(console.deck.incident)
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await console.enter()
    await console.rows().first.click()
    await expect(page.locator("#case [data-what=acknowledge]")).to_be_visible()
    for _ in range(2):
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0]
        cut = await page.evaluate(_CUT)
        assert cut == []
        await page.locator("header button.language").click()


async def test_a_whole_district_loads_and_moves(console: Console) -> None:
    """7,396 cameras and 40 incidents: there within three seconds on an idle machine, and dragging keeps up."""
    page, deck = console.page, console.deck
    deck.fill(7396)
    await deck.do(deck.heaps, 40)
    await console.enter()
    took = await page.evaluate(
        """async () => {
            const { loadCameras } = await import("/page/camera.js");
            const { Chart } = await import("/page/map.js");
            const { state } = await import("/page/state.js");
            const before = performance.now();
            await loadCameras();
            const loaded = performance.now();
            const chart = new Chart(document.getElementById("chart"), {});
            chart.plane.width = 800; chart.plane.height = 700;
            chart.setCameras([...state.cameras.values()]);
            chart.draw();
            const drawn = performance.now();
            for (let i = 0; i < 20; i++) { chart.plane.pan(5, 3); chart.draw(); }
            return { load_ms: loaded - before, first_ms: drawn - loaded, frame_ms: (performance.now() - drawn) / 20 };
        }"""
    )
    print({name: round(value, 1) for name, value in took.items()})
    await expect(page.locator("#chart")).to_have_attribute("data-cameras", "7396")
    await expect(console.rows()).to_have_count(40)
    assert took["load_ms"] + took["first_ms"] < 3000
    assert took["frame_ms"] < 100
    await page.keyboard.press("/")
    await page.keyboard.type("街口 7001")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region", name="街口 7001")).to_be_visible()


async def test_what_is_held_back_is_counted_and_a_click_away(console: Console) -> None:
    """An incident is shelved in a small form, leaves the list, is seen by a click, and is taken back."""
    deck, page = console.deck, console.page
    deck.fill(4)
    first = await console.deck.do(deck.incident)
    await console.deck.do(deck.incident, camera_id="port-00000", seconds=100)
    await console.enter()
    await expect(console.rows()).to_have_count(2)
    await page.locator(f"#row-{first.id}").click()
    await expect(page.locator(".standing")).to_contain_text("排序")
    await page.get_by_role("button", name="搁置").click()
    await page.get_by_label("请填写姓名或工号").fill("李")
    await page.keyboard.press("Enter")
    await page.get_by_label("多久").select_option("2")
    await page.get_by_label("原因").fill("清运队十点到")
    await page.keyboard.press("Enter")
    await expect(page.locator("#held")).to_have_text("暂缓 1 起,点击查看: 搁置 1")
    await expect(page.locator(".standing")).to_contain_text("清运队十点到")
    await page.locator("#list").get_by_role("option").first.click()
    await expect(console.rows()).to_have_count(1)
    await page.locator("#held").click()
    await expect(console.rows()).to_have_count(2)
    await page.locator(f"#row-{first.id}").click()
    await page.get_by_role("button", name="取消搁置").click()
    await expect(page.locator("#held")).to_be_hidden()
    with deck.store.read() as reader:
        assert [step.what for step in reader.history(first.id)][-2:] == ["shelved", "unshelved"]


async def test_alike_incidents_are_silenced_from_one_of_them(console: Console) -> None:
    """What, for how long and why; whoever comes later is silenced too, and the page says so in English as well."""
    deck, page = console.deck, console.page
    one = await console.deck.do(deck.incident)
    await console.enter()
    await page.locator(f"#row-{one.id}").click()
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="Silence alike").click()
    await page.get_by_label("Your name or number").fill("Li")
    await page.keyboard.press("Enter")
    await page.get_by_label("What to silence").select_option("0")
    await page.get_by_label("Reason").fill("market day")
    await page.keyboard.press("Enter")
    await expect(page.locator("#held")).to_have_text("1 held back, click to show: silenced 1")
    await expect(page.locator(".standing")).to_contain_text("silenced by operator:Li: market day")
    with deck.store.read() as reader:
        (silence,) = reader.silences()
    assert silence.matchers.cameras == ("cam-1",)
    assert silence.matchers.matters == ("construction_waste",)


async def test_a_flood_is_one_line_that_unfolds(console: Console) -> None:
    """Thirteen heaps within ten minutes for one seat: a line with their number, opened by a click."""
    deck, page = console.deck, console.page
    deck.fill(20)
    for camera_id in [one for one in deck.known if one.startswith("port-")][:13]:
        deck.incident(camera_id=camera_id, seconds=(deck.clock.now() - START).total_seconds() + 10)
    deck.load.inbox.tick()
    await console.enter()
    await expect(page.locator("#flood")).to_contain_text("告警潮:10 分钟内 13 起(1 席)")
    await expect(console.rows()).to_have_count(1)
    await page.get_by_text("同类 13 起").click()
    await expect(console.rows()).to_have_count(13)


async def test_what_waits_for_a_decision_is_seen_and_sent_again(console: Console) -> None:
    """Its mark stands in the list and over the case, with unit and stage; s sends it back, and the mark is gone."""
    page, deck = console.page, console.deck
    await console.enter()
    unit = Unit(code="U-017", name="星河街道执法中队")
    await deck.do(stands, deck, 1, Case(held_for="reopened_once", unit=unit), Status.REOPENED)
    await expect(console.rows().nth(0).locator(".tag.waits")).to_have_text("两次未清除,待研判")
    await page.keyboard.press("j")
    case = page.locator("#case")
    await expect(case.locator(".crown .tag.waits")).to_have_text("两次未清除,待研判")
    await expect(case.get_by_text("星河街道执法中队")).to_be_visible()
    await page.keyboard.press("s")
    await page.get_by_label("请填写姓名或工号").fill("张三")
    await page.keyboard.press("Enter")
    await expect(case.locator(".tag.waits")).to_have_count(0)
    await expect(case.get_by_role("button", name="再次上报")).to_have_count(0)
    await expect(console.rows().nth(0).locator(".tag.waits")).to_have_count(0)


async def test_two_are_merged_and_taken_back(console: Console) -> None:
    """The neighbour is a click away, why is asked for; the withdrawn one leaves the queue until it is taken back."""
    page, deck = console.page, console.deck
    await console.enter()
    await deck.do(deck.incident, subject="cam-1/waste/1", box=(0.1, 0.6, 0.25, 0.8))
    await deck.do(deck.incident, subject="cam-1/waste/2", box=(0.7, 0.6, 0.9, 0.8), seconds=60)
    await expect(console.rows()).to_have_count(2)
    await page.keyboard.press("j")
    case = page.locator("#case")
    await case.get_by_role("button", name="并入").click()
    await page.get_by_label("请填写姓名或工号").fill("张三")
    await page.keyboard.press("Enter")
    await page.get_by_label("原因").fill("同一堆")
    await page.keyboard.press("Enter")
    await expect(console.rows()).to_have_count(1)
    await expect(case.get_by_role("button", name="拆出")).to_have_count(2)
    await expect(case.get_by_text("同一堆").first).to_be_visible()
    await case.get_by_role("button", name="撤销合并或拆分").click()
    await page.get_by_label("原因").fill("是两堆")
    await page.keyboard.press("Enter")
    await expect(console.rows()).to_have_count(2)
    await expect(case.get_by_role("button", name="撤销合并或拆分")).to_have_count(0)
