from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from alerts.callbacks import PlatformStatus
from gridwatch.simulator.platform import Failing, GridPlatform
from gridwatch.simulator.platform_case import CityPlan
from tests.builders_servers import CALLBACK_SECRET, WEBHOOK_SECRET, webhook

FAST = CityPlan(dispatch_s=0.01, handling_s=0.01, handle_s=0.01)
IDLE = CityPlan(answers=False)


async def post(platform: GridPlatform, **options: Any) -> tuple[int, dict[str, Any], aiohttp.ClientResponse]:
    """Post one signed incident message."""
    headers, body = webhook(**options)
    async with (
        aiohttp.ClientSession() as session,
        session.post(platform.url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.json(), answer


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something, 5 seconds at most."""
    async with asyncio.timeout(5):
        while not happened():
            await asyncio.sleep(0.005)


async def test_files_a_case_once() -> None:
    """A repeat gets the same case number and is counted as one."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=IDLE) as platform:
        first = await post(platform)
        again = await post(platform)
        other = await post(platform, incident_id="inc-2")
    assert first[0] == again[0] == 200
    assert first[1]["code"] == 0
    assert first[1]["case_number"] == again[1]["case_number"] != other[1]["case_number"]
    counters = platform.counters
    assert (counters.verified, counters.accepted, counters.duplicates) == (3, 2, 1)


async def test_refuses_what_is_not_signed() -> None:
    """A bad signature is 401, makes no case, and is counted."""
    async with GridPlatform(secret=WEBHOOK_SECRET) as platform:
        status, body, _ = await post(platform, secret=CALLBACK_SECRET)
    assert status == body["code"] == 401
    assert not platform.cases
    assert platform.counters.rejected == 1
    assert platform.refusals[0].startswith("401 signature")


async def test_older_version_is_taken_and_counted() -> None:
    """Out of order is answered 200 and changes nothing."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=IDLE) as platform:
        await post(platform, version=3, event="closed")
        status, _, _ = await post(platform, version=2, event="reopened")
    assert status == 200
    assert platform.counters.out_of_order == 1
    assert platform.cases["inc-1"].ended


async def test_fails_by_script() -> None:
    """503 twice, then 429 with Retry-After, 410, slow, and then well again."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=IDLE) as platform:
        platform.fail(
            Failing(status=503, times=2),
            Failing(status=429, retry_after_s=7),
            Failing(status=410),
            Failing(status=200, delay_s=0.1),
        )
        answers = [await post(platform) for _ in range(4)]
        begun = time.perf_counter()
        assert (await post(platform))[0] == 200
        assert time.perf_counter() - begun >= 0.1
    assert [answer[0] for answer in answers] == [503, 503, 429, 410]
    assert answers[2][2].headers["Retry-After"] == "7"
    assert (platform.counters.failed, platform.counters.accepted) == (4, 1)


class Gridwatch:
    """The callback side: keeps the statuses that it was told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Take one status."""
        self.told.append(json.loads(await request.read()))
        return web.json_response({"code": 0})

    def server(self) -> TestServer:
        """Serve on a free port."""
        app = web.Application()
        app.router.add_post("/api/v1/platform/status", self.handle)
        return TestServer(app)


async def test_the_city_works_on_a_case() -> None:
    """Dispatch, handling, handled are told in order; the crew's work is told to the world before handled."""
    gridwatch, handled = Gridwatch(), []
    async with (
        gridwatch.server() as server,
        GridPlatform(
            secret=WEBHOOK_SECRET,
            callback_secret=CALLBACK_SECRET,
            callback_url=str(server.make_url("/api/v1/platform/status")),
            plan=FAST,
            on_handle=lambda incident, feature: handled.append((incident, feature["type"])),
        ) as platform,
    ):
        number = (await post(platform))[1]["case_number"]
        await until(lambda: platform.counters.statuses_sent == 3)
        await post(platform, version=2, event="closed")
        shown = platform.status()
    assert [one["status"] for one in gridwatch.told] == ["dispatched", "handling", "handled"]
    assert {one["case_number"] for one in gridwatch.told} == {number}
    assert len({one["id"] for one in gridwatch.told}) == 3
    assert handled == [("inc-1", "Feature")]
    assert shown["cases"]["closed"] == 1
    assert shown["statuses_lost"] == 0


async def test_a_false_report_is_worked_on_after_it_was_reopened() -> None:
    """The first case is called handled with nothing done; reopened, it is done."""
    handled: list[str] = []
    plan = CityPlan(dispatch_s=0.01, handling_s=0.01, handle_s=0.01, false_reports=1)
    gridwatch = Gridwatch()
    async with (
        gridwatch.server() as server,
        GridPlatform(
            secret=WEBHOOK_SECRET,
            callback_url=str(server.make_url("/api/v1/platform/status")),
            plan=plan,
            on_handle=lambda incident, _: handled.append(incident),
        ) as platform,
    ):
        await post(platform)
        await until(lambda: platform.counters.statuses_sent == 3)
        assert handled == []
        await post(platform, version=2, event="reopened")
        await until(lambda: platform.counters.statuses_sent == 6)
    assert handled == ["inc-1"]
    assert platform.cases["inc-1"].rounds == 2


async def test_every_status_is_one_that_gridwatch_knows() -> None:
    """A case that is filed, sent back, put off and given more time; each is read by Gridwatch's own parser."""
    plan = CityPlan(
        dispatch_s=0.01,
        handling_s=0.01,
        handle_s=0.01,
        rest_s=0.01,
        files=True,
        returns=1,
        suspends=1,
        delays=1,
    )
    gridwatch = Gridwatch()
    async with (
        gridwatch.server() as server,
        GridPlatform(
            secret=WEBHOOK_SECRET, callback_url=str(server.make_url("/api/v1/platform/status")), plan=plan
        ) as platform,
    ):
        await post(platform)
        await until(lambda: platform.counters.statuses_sent == 9)
    assert {one["status"] for one in gridwatch.told} <= {status.value for status in PlatformStatus}
    (delayed,) = [one for one in gridwatch.told if one["status"] == "delayed"]
    assert delayed["due_at"] > delayed["at"]
    assert [one["at"] for one in gridwatch.told] == sorted({one["at"] for one in gridwatch.told})


async def test_update_that_comes_before_its_opening_still_sends_a_crew() -> None:
    """One crew, whatever the order of the messages."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=FAST) as platform:
        await post(platform, version=2, event="updated")
        await post(platform, version=1, event="opened")
        await until(lambda: platform.cases["inc-1"].status == "handled")
        assert platform.cases["inc-1"].rounds == 1


async def test_closed_calls_the_crew_back() -> None:
    """An incident that was closed or rejected is not worked on any more."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=CityPlan(dispatch_s=60)) as platform:
        await post(platform)
        crew = platform._crews["inc-1"]
        await post(platform, version=2, event="rejected")
        await asyncio.gather(crew, return_exceptions=True)
        assert crew.cancelled()
        assert platform.cases["inc-1"].status == "withdrawn"


async def test_status_pages() -> None:
    """Counters and cases can be read over HTTP."""
    async with GridPlatform(secret=WEBHOOK_SECRET, plan=IDLE) as platform, aiohttp.ClientSession() as session:
        await post(platform)
        base = platform.url.removesuffix("/incidents")
        async with session.get(f"{base}/status") as answer:
            assert (await answer.json())["accepted"] == 1
        async with session.get(f"{base}/cases") as answer:
            assert [case["incident_id"] for case in await answer.json()] == ["inc-1"]


async def test_secrets_stay_inside() -> None:
    """Neither page nor repr tells a secret."""
    platform = GridPlatform(secret=WEBHOOK_SECRET, callback_secret=CALLBACK_SECRET)
    assert "whsec" not in repr(platform)
    assert "whsec" not in json.dumps(platform.status())
