"""Every page of the console, walked by what `pages.tsx` lists: a new page is in it by itself."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from alerts.load.silence import Matchers
from alerts.store.base import Attempt, DeliveryState
from api.console_files import BUILT
from core.clock import ManualClock
from gridwatch.engineer.desk import EngineerDesk
from tests.builders import START, camera
from tests.builders_api import TOKEN
from tests.builders_cameras import with_desk
from tests.builders_console import ConsoleDeck
from tests.builders_engineer import workbench
from tests.builders_promotion import good_configs
from tests.conftest import absent
from tests.console.conftest import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]  # one browser, so one loop

CONSOLE = BUILT.parent
LOOKS = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")
AXE = CONSOLE / "node_modules" / "axe-core" / "axe.min.js"
PATHS = tuple(
    dict.fromkeys(
        [
            "/login",
            *re.findall(r'\bpath: "([^"]+)"', (CONSOLE / "src" / "pages.tsx").read_text(encoding="utf-8")),
        ]
    )
)
TABS = (
    "/camera/cam-1?tab=checks",
    "/camera/cam-1?tab=calibration",
    "/camera/cam-2?tab=ptz",
    "/wall?cams=cam-1,cam-2",
    "/map?list=1",
    "/onboarding?tab=probe",
    "/deliveries?tab=inbound",
    *(f"/figures?figure={name}" for name in ("confirmed", "times", "on_time", "deliveries")),
    *(f"/engineer?tab={name}" for name in ("sweeps", "shadow", "promote", "labels")),
    "/engineer?tab=runs&run=live&truth=day.jsonl",
    "/engineer/label?clip=corner.mp4",
    "/first-run",
)
DESKS = ((1366, 768), (1440, 900), (1920, 1080), (3840, 2160))
PHONE = (390, 844)
ON_A_PHONE = ("/login", "/case/:id")
MOST_TABS = 40  # of the first elements of a page; further ones are of the same kinds


@dataclass(kw_only=True)
class Walk:
    """A page of a browser that is logged in, and what stands for the parameters of an address."""

    page: Page
    base: str
    examples: dict[str, str]  # route -> address

    async def to(self, path: str) -> None:
        """Go to a page, in Chinese and light, and wait until it has stopped loading."""
        await self.wear("zh", "light")
        await self.page.evaluate(f"walk.go({json.dumps(self.examples.get(path, path))})")
        await self._until("walk.gone()")
        await expect(self.page.locator("h1, main [role=alert]").first).to_be_attached()
        await self.still()

    async def still(self) -> None:
        """Wait until nothing loads and no colour is on its way."""
        busy = self.page.locator(".ant-spin-spinning, .ant-skeleton-active")
        await expect(busy).to_have_count(0)
        await self.page.wait_for_timeout(200)
        await self._until("!walk.moving()")

    async def _until(self, holds: str) -> None:
        async with asyncio.timeout(PATIENCE / 1000):
            while not await self.page.evaluate(holds):  # the policy forbids wait_for_function
                await self.page.wait_for_timeout(20)

    async def wear(self, language: str, mode: str) -> None:
        """Change language and colours."""
        await self.page.evaluate(f"walk.set({{language: '{language}', mode: '{mode}'}})")
        await expect(self.page.locator(f"html[data-theme={mode}][lang^={language}]")).to_be_attached()

    async def ready(self) -> None:
        """Bring what looks, past the page's policy; served by nobody."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        await self.page.evaluate(LOOKS)

    async def look(self, name: str) -> list[str]:
        """Return what one look at the page finds."""
        return cast("list[str]", await self.page.evaluate(f"walk.{name}()"))

    async def axe(self, told: str) -> list[str]:
        """Return what axe finds that keeps somebody out: found twice, for a loaded machine may paint late."""
        found = await self.look("axe")
        if found:
            await self.page.wait_for_timeout(1000)
            await self.still()
            found = await self.look("axe")
        return [f"{told}: {one}" for one in found]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walk]:
    """A district in the middle of a shift: open cases, one closed, something failed, silenced and shelved."""
    if not AXE.is_file():
        absent("axe-core (npm ci in api/console)")
    folder = tmp_path_factory.mktemp("walk")
    deck = ConsoleDeck(folder / "deck", ManualClock(START))
    with_desk(deck)
    configs = good_configs(folder)
    book = EngineerDesk(workbench(folder / "bench", configs), configs, deck.clock)
    deck.app.state.services = replace(deck.app.state.services, workbench=book)
    deck.known["cam-2"] = camera(
        "cam-2", owner="police", ptz={"presets": [{"token": "3", "name": "东侧路面"}]}
    )
    deck.fill(30)
    deck.heaps(6)
    one = deck.incident(seconds=2000)
    _busy(deck, one.id)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(deck.serve())
        context = await browser.new_context(
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            extra_http_headers={"Authorization": f"Bearer {TOKEN}"},  # an administrator: every page opens
        )
        stack.push_async_callback(context.close)
        answer = await context.request.post(f"{base}/api/v1/session", data={"token": TOKEN})
        assert answer.ok
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{base}/login")
        given = Walk(
            page=page,
            base=base,
            examples={
                "/case/:id": f"/case/{one.id}",
                "/camera/:id": "/camera/cam-1",
            },
        )
        await given.ready()
        yield given


def _busy(deck: ConsoleDeck, incident_id: str) -> None:
    now = deck.clock.now()
    deck.load.acts.shelve(incident_id, who="operator:wang", why="次日清运", until=now + timedelta(hours=2))
    cameras = Matchers(cameras=("port-00001",))
    deck.load.acts.silence(cameras, who="operator:li", why="集市日", ends_at=now + timedelta(hours=3))
    with deck.store.write() as writer:
        row = writer.deliveries()[0]
        line = Attempt(
            delivery_id=row.id, number=1, at=now, took_s=1, status=500, outcome="gave_up", detail="队列已满"
        )
        writer.settle(line, state=DeliveryState.DEAD, next_at=None)
        writer.disable_receiver("platform", "answered 410 to msg_1")


async def test_every_route_with_a_parameter_has_an_example() -> None:
    """A page that nobody can open by its route alone is not left out of the walk."""
    assert {path for path in PATHS if ":" in path} <= {"/case/:id", "/camera/:id"}


@pytest.mark.parametrize("path", [*PATHS, *TABS])
async def test_a_page_is_for_everybody(walk: Walk, path: str) -> None:
    """No serious finding of axe in either language and colour, nothing cut off, every element reached by a key."""
    page = walk.page
    await page.set_viewport_size({"width": 1440, "height": 900})
    await walk.to(path)
    found = await walk.axe("zh light")
    found += await _by_key(page)
    for width, height in (*DESKS, *([PHONE] if path in ON_A_PHONE else [])):
        await page.set_viewport_size({"width": width, "height": height})
        await page.wait_for_timeout(60)
        found += [f"{width} x {height}: {one}" for one in await walk.look("cutOff")]
    await page.set_viewport_size({"width": 1440, "height": 900})
    await walk.wear("en", "dark")
    await walk.still()
    found += await walk.axe("en dark")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "opener", "dialog"),
    [
        ("/", "?", "键盘操作"),
        ("/users", "新建用户", "新建用户"),
        ("/silences", "新建静默", "新建静默"),
        ("/deliveries", "预览", "将收到的请求"),
        ("/camera/cam-1?tab=checks", "修改记录", "修改记录"),
    ],
)
async def test_a_dialog_is_for_everybody(walk: Walk, path: str, opener: str, dialog: str) -> None:
    """It has a name, holds the focus, and goes by Escape; axe finds nothing serious in it."""
    page = walk.page
    await walk.to(path)
    if len(opener) == 1:
        await page.keyboard.press(opener)
    else:
        await page.get_by_role("button", name=opener).first.click()
    opened = page.get_by_role("dialog", name=dialog)
    await expect(opened).to_be_visible()
    await walk.still()
    found = await walk.axe("zh light")
    for _ in range(30):
        await page.keyboard.press("Tab")
    # past the last it may stand in the browser's own bar, and never in the page behind
    now = "document.activeElement === document.body || one.contains(document.activeElement)"
    assert await opened.evaluate(f"one => {now}"), "Tab leaves the dialog"
    await page.keyboard.press("Escape")
    await expect(opened).to_be_hidden()
    assert not found, "\n".join(found)


async def test_the_public_page_is_for_everybody(walk: Walk) -> None:
    """Who follows a public link, on a phone: not a page of the console."""
    case = walk.examples["/case/:id"].rsplit("/", 1)[1]
    link = f"{walk.base}/api/v1/incidents/{case}/public-link"
    answer = await walk.page.request.post(link, data={"who": "li"})
    assert answer.ok
    phone = replace(walk, page=await walk.page.context.new_page())
    await phone.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await phone.page.goto(f"{walk.base}{(await answer.json())['path']}")
    await expect(phone.page.get_by_text("积存垃圾渣土").first).to_be_visible()
    await phone.ready()
    found = await phone.axe("public") + await phone.look("cutOff") + await phone.look("mouseOnly")
    await phone.page.close()
    assert found == []


async def _by_key(page: Page) -> list[str]:
    """Return what can be clicked but not reached, is reached but not seen, or is not reached at all."""
    found = [f"by mouse only: {one}" for one in await page.evaluate("walk.mouseOnly()")]
    await page.evaluate("document.activeElement?.blur()")
    await page.evaluate("walk.follow()")
    wanted = min(MOST_TABS, int(await page.evaluate("walk.howMany()")))
    for _ in range(wanted + 10):
        await page.keyboard.press("Tab")
    told: list[dict[str, Any]] = await page.evaluate("walk.told")
    reached = {one["number"] for one in told}
    found += dict.fromkeys(f"focus is not seen: {one['what']}" for one in told if not one["seen"])
    if len(reached - {0}) < wanted * 0.8:  # lists and radios are one stop each
        found.append(f"Tab reaches {len(reached - {0})} of {wanted}")
    return found
