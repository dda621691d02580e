"""Login, first run, second factor, users, roles and scopes, the audit: by click and by address."""

from __future__ import annotations

import asyncio
import re

import pyotp
import pytest
from playwright.async_api import Page, expect

from api.console_files import BUILT
from core.config.settings.people import People
from core.people.audit import AuditQuery, Entry
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_logins import PASSWORD, add, with_people
from tests.console.conftest import PATIENCE, Console

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

PAGES = re.findall(r'\bpath: "([^":]+)"', (BUILT.parent / "src" / "pages.tsx").read_text(encoding="utf-8"))
IN_MENU = {  # the others are reached by links
    path for path in PAGES if path not in {"/account", "/engineer/label"}
}
ONLY_FOR = {
    "/onboarding": {Role.ENGINEER, Role.ADMINISTRATOR},
    "/engineer": {Role.ENGINEER, Role.ADMINISTRATOR},
    "/engineer/label": {Role.ENGINEER, Role.ADMINISTRATOR},
    "/users": {Role.ADMINISTRATOR},
    "/audit": {Role.AUDITOR, Role.ADMINISTRATOR},
}


def _two(word: str) -> re.Pattern[str]:
    """A button of two signs: Ant Design sets a space between them."""
    return re.compile(f"{word[0]} ?{word[1]}$")


async def _log_in(page: Page, name: str, password: str = PASSWORD, code: str = "") -> None:
    await page.get_by_label("用户名").fill(name)
    await page.get_by_role("textbox", name="口令").fill(password)
    if code:
        await page.get_by_label("动态码").fill(code)
    await page.get_by_role("button", name=_two("登录")).click()


async def _inside(console: Console, name: str, path: str = "/", password: str = PASSWORD) -> None:
    """Log in by the API and open a page."""
    body = {"name": name, "password": password}
    answer = await console.context.request.post(f"{console.base}/api/v1/session", data=body)
    assert answer.ok
    await console.page.goto(f"{console.base}{path}")


async def test_the_first_administrator_is_made_with_the_code(console: Console) -> None:
    """From the door to the inbox; a password that is guessed first is refused in words; the door then knows."""
    people = with_people(console.deck)
    page = console.page
    await page.goto(f"{console.base}/login")
    await page.get_by_role("button", name="开始设置").click()
    command = page.get_by_text("gridwatch users add 用户名 --role administrator", exact=True)
    assert await command.evaluate("one => one.clientHeight < 40")  # one line, not broken at the hyphens
    await page.get_by_label("一次性代码").fill(people.first_run.code.lower())
    await page.get_by_label("用户名").fill("zhang.san")
    await page.get_by_label("姓名").fill("张三")
    for password in ("password1234", PASSWORD):
        await page.get_by_role("textbox", name="口令", exact=True).fill(password)
        await page.get_by_role("textbox", name="再次输入口令").fill(password)
        await page.get_by_role("button", name="建立并登录").click()
        if password != PASSWORD:
            await expect(page.get_by_role("alert")).to_contain_text("过于常见")
    await expect(page.get_by_role("button", name="我的账号: 张三")).to_be_visible()
    await expect(page.get_by_role("link", name="用户")).to_be_visible()
    await page.goto(f"{console.base}/first-run")
    await expect(page.get_by_text("已有管理员")).to_be_visible()
    console.wrong.clear()  # the browser reports the 422 itself


async def test_a_second_factor_is_set_up_and_asked_for(console: Console) -> None:
    """Scanned, proved, its recovery codes shown; the next login asks for a code after the password."""
    with_people(console.deck)
    add(console.deck, "root", Role.ADMINISTRATOR)
    page, clock = console.page, console.deck.clock
    await _inside(console, "root", "/account")
    await page.get_by_role("button", name=_two("启用")).click()
    key = (await page.locator("code").first.inner_text()).strip()
    await page.get_by_label("输入验证器显示的 6 位数字").fill(pyotp.TOTP(key).at(clock.now()))
    await page.get_by_role("button", name=_two("确认")).click()
    await expect(page.get_by_role("region", name="恢复码").get_by_role("listitem")).to_have_count(10)
    await page.get_by_role("button", name="我已保管好").click()
    await expect(page.get_by_text("已启用：登录时除口令外还需输入动态码")).to_be_visible()
    await page.get_by_role("button", name="退出", exact=True).click()
    await _log_in(page, "root")
    await expect(page.get_by_role("alert")).to_contain_text("6 位动态码")
    clock.advance(60)
    await page.get_by_label("动态码").fill(pyotp.TOTP(key).at(clock.now()))
    await page.get_by_role("button", name=_two("登录")).click()
    await expect(page.get_by_role("button", name="我的账号: root")).to_be_visible()
    console.wrong.clear()  # the browser reports the 401 itself


async def test_wrong_logins_have_to_wait(console: Console) -> None:
    """The same words for a name that exists and one that does not; the button waits with the operator."""
    with_people(console.deck)
    add(console.deck, "root", Role.ADMINISTRATOR)
    add(console.deck)
    page = console.page
    await page.goto(f"{console.base}/login")
    for _ in range(5):
        async with page.expect_response("**/api/v1/session"):
            await _log_in(page, "li.wei", "not the password")
        await expect(page.get_by_role("alert")).to_contain_text("用户名或口令不正确")
    async with page.expect_response("**/api/v1/session"):
        await _log_in(page, "li.wei", "not the password")
    await expect(page.get_by_role("alert")).to_contain_text("秒后再试")
    await expect(page.get_by_role("button", name=_two("登录"))).to_be_disabled()
    await page.reload()
    await _log_in(page, "li.wei")
    await expect(page.get_by_role("alert")).to_contain_text("错误次数过多")
    console.wrong.clear()  # the browser reports the 401s itself


async def test_an_administrator_makes_a_user_who_has_to_change_the_password(console: Console) -> None:
    """Shown once, used once; until it is changed there is nothing else."""
    with_people(console.deck)
    add(console.deck, "root", Role.ADMINISTRATOR)
    page = console.page
    await _inside(console, "root", "/users")
    await page.get_by_role("button", name="新建用户").click()
    form = page.get_by_role("dialog", name="新建用户")
    name = form.get_by_role("textbox", name="用户名")
    await expect(form.get_by_text("2 到 32 个小写字母")).to_be_visible()  # the rule is told before
    await name.fill("Li Si")
    await form.get_by_role("button", name=_two("保存")).click()
    await expect(name).to_have_attribute("aria-invalid", "true")  # and the fault stands at its field
    await expect(name).to_be_focused()
    await expect(form.locator(".ant-form-item-explain-error")).to_contain_text("2 到 32 个小写字母")
    await expect(form.get_by_role("alert").filter(has_text="HTTP")).to_have_count(0)
    await name.fill("wang.fang")
    await expect(form.locator(".ant-form-item-explain-error")).to_have_count(0)
    await form.get_by_label("姓名").fill("王芳")
    await form.get_by_role("radio", name="值班长").check()
    await form.get_by_role("button", name=_two("保存")).click()
    once = page.get_by_role("dialog", name="wang.fang 已可使用")
    password = (await once.locator("code").inner_text()).strip()
    await once.get_by_role("button", name=_two("确定")).click()
    await expect(page.get_by_role("row", name="王芳")).to_contain_text("临时口令")
    await console.context.clear_cookies()
    await page.goto(f"{console.base}/login")
    await _log_in(page, "wang.fang", password)
    await expect(page.get_by_text("请先修改口令")).to_be_visible()
    await page.get_by_role("textbox", name="当前口令").fill(password)
    await page.get_by_role("textbox", name="新口令", exact=True).fill("twelve green kites")
    await page.get_by_role("textbox", name="再次输入口令").fill("twelve green kites")
    await page.get_by_role("button", name="修改口令").click()
    await expect(page.get_by_role("button", name="我的账号: 王芳")).to_be_visible()
    await page.goto(f"{console.base}/account")
    field = await page.get_by_role("textbox", name="当前口令").bounding_box()
    assert field is not None
    assert field["width"] <= 420
    console.wrong.clear()  # the browser reports the 422 of the bad name itself


async def test_role_and_scope_hold_by_click_and_by_address(console: Console) -> None:
    """What is not offered does not open by its address either, nor does the service answer."""
    with_people(console.deck)
    add(console.deck, scope=Scope(owners=("police",)))
    page, base, request = console.page, console.base, console.context.request
    await _inside(console, "li.wei")
    await expect(page.get_by_role("button", name="我的账号: li.wei")).to_be_visible()
    for name in ("用户", "审计"):
        await expect(page.get_by_role("link", name=name)).to_have_count(0)
    for path in ("/users", "/audit"):
        await page.goto(f"{base}{path}")
        await expect(page.get_by_text("您的角色不能打开此页")).to_be_visible()
    answers = {
        "/api/v1/users": 403,
        "/api/v1/audit": 403,
        "/api/v1/cameras/cam-1": 404,
        "/api/v1/cameras/cam-1/latest.jpg": 404,
        "/api/v1/cameras/cam-2": 200,
    }
    for path, status in answers.items():
        assert (await request.get(f"{base}{path}")).status == status, path


async def test_what_is_about_the_whole_district_is_not_offered_to_a_part_of_it(console: Console) -> None:
    """An engineer of one owner: not in the menu; by its address one sentence says who can, and nothing to try again."""
    page = console.page
    with_people(console.deck)
    add(console.deck, "chen", Role.ENGINEER, scope=Scope(owners=("police",)))
    await _inside(console, "chen", "/cameras")
    menu = page.get_by_role("navigation", name="主菜单")
    await expect(menu.get_by_role("link", name="摄像机")).to_be_visible()
    await expect(page.get_by_role("main").get_by_role("heading", name="摄像机")).to_be_visible()
    assert await page.locator("a[href='/onboarding'], a[href='/engineer']").count() == 0
    for path in ("/onboarding", "/engineer", "/engineer/label?clip=a"):
        await page.goto(f"{console.base}{path}")
        await expect(page.get_by_text("范围为全区的同角色人员或管理员可以使用")).to_be_visible()
        await expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.PLATFORM])
async def test_every_page_opens_for_whoever_may_and_for_nobody_else(console: Console, role: Role) -> None:
    """By its address and in the menu."""
    page = console.page
    with_people(console.deck)
    add(console.deck, "chen", role)
    await _inside(console, "chen")
    menu = page.get_by_role("navigation", name="主菜单")
    await expect(menu.get_by_role("link", name="待办")).to_be_visible()
    assert set(ONLY_FOR) <= set(PAGES)
    for path in reversed(PAGES):  # it stands at the first of them
        await page.evaluate(
            "path => { window.before = document.querySelector('main h1, main .ant-result');"
            " history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }",
            path,
        )
        async with asyncio.timeout(PATIENCE / 1000):
            while await page.evaluate("window.before?.isConnected"):
                await page.wait_for_timeout(10)
        refused = page.get_by_text("您的角色不能打开此页")
        may = role in ONLY_FOR.get(path, Role)
        opened = page.get_by_role("main").get_by_role("heading", level=1)
        await expect((opened if may else refused).first).to_be_visible()
        await expect(refused).to_have_count(0 if may else 1)
        entry = menu.locator(f"a[href='{path}']")
        await expect(entry).to_have_count(1 if may and path in IN_MENU else 0)
    assert [told for told in console.wrong if "404" not in told and "503" not in told] == []
    console.wrong.clear()  # what this deck has not


async def test_the_audit_tells_who_did_what_and_sessions_are_ended(console: Console) -> None:
    """Filtered by click; a session that an administrator ends is at the door with its next act."""
    with_people(console.deck)
    add(console.deck, "root", Role.ADMINISTRATOR)
    add(console.deck)
    page, request = console.page, console.context.request
    await _inside(console, "li.wei")
    await expect(page.get_by_role("button", name="我的账号: li.wei")).to_be_visible()
    await request.post(f"{console.base}/api/v1/cameras/cam-1/view")
    other = await console.context.browser.new_context()  # type: ignore[union-attr]  # it has one
    await other.request.post(f"{console.base}/api/v1/session", data={"name": "root", "password": PASSWORD})
    desk = console.watch(await other.new_page())
    await desk.goto(f"{console.base}/audit")
    await expect(desk.get_by_text("链条完整")).to_be_visible()
    await desk.get_by_role("button", name="li.wei").first.click()
    await expect(desk).to_have_url(f"{console.base}/audit?who=li.wei")
    await expect(desk.get_by_role("row").filter(has_text="cam-1")).to_contain_text("已执行")
    await desk.goto(f"{console.base}/users")
    await desk.get_by_role("row", name="li.wei").get_by_role("button", name="1 个会话").click()
    await desk.get_by_role("button", name="退出全部会话").click()
    await expect(desk.get_by_text("已退出 1 个会话")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name=_two("登录"))).to_be_visible()
    await other.close()
    console.wrong.clear()  # the browser reports the 401s itself


async def test_pictures_are_shown_once_it_is_said_why(console: Console) -> None:
    """The page asks, what is typed goes into the audit with each view; taken back, it asks anew."""
    with_people(console.deck, People(reason_roles=(Role.OPERATOR,)))
    add(console.deck)
    heap, page = console.deck.incident(), console.page
    asked = page.get_by_label("查看图片与实时画面前须写明事由")
    picture = page.get_by_test_id("stage")

    def views() -> list[Entry]:
        with console.deck.store.read() as reader:
            return list(reader.audit(AuditQuery(act="view /api/v1/evidence")))

    await _inside(console, "li.wei", f"/case/{heap.id}")
    await expect(asked).to_be_visible()
    await expect(picture).to_have_count(0)
    assert views() == []
    await expect(page.get_by_role("button", name="开始查看")).to_be_disabled()
    await asked.fill("核查 12345 投诉")
    await page.get_by_role("button", name="开始查看").click()
    await expect(page.get_by_text("查看事由：核查 12345 投诉")).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 640)
    async with asyncio.timeout(PATIENCE / 1000):
        while not views():  # a view is written once its answer is on the way
            await page.wait_for_timeout(20)
    await page.get_by_role("button", name="结束查看").click()
    await expect(asked).to_be_visible()
    await expect(picture).to_have_count(0)
    await page.wait_for_timeout(500)  # small pictures that were on the way
    seen = views()
    assert {(one.who, one.reason, one.outcome) for one in seen} == {("li.wei", "核查 12345 投诉", "done")}
    await page.reload()
    await expect(asked).to_be_visible()
    assert len(views()) == len(seen)
    console.wrong.clear()  # the browser reports the 428s itself
