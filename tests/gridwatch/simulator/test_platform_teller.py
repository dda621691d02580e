from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.clock import ManualClock
from gridwatch.simulator.platform_case import Case, CaseStatus
from gridwatch.simulator.platform_teller import StatusTeller, Told
from tests.builders_servers import CALLBACK_SECRET, sign

CASE = Case(number="GW1", incident_id="inc-1", ordinal=1, feature={}, rounds=2)


class Callback:
    """A Gridwatch that answers by script and keeps what it got."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.got: list[tuple[dict[str, str], bytes]] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Answer the next status of the script."""
        self.got.append(({k.lower(): v for k, v in request.headers.items()}, await request.read()))
        return web.Response(status=self.answers.pop(0), text="scripted")


async def tell(callback: Callback, clock: ManualClock) -> Told:
    """Tell one status to a real server."""
    app = web.Application()
    app.router.add_post("/status", callback.handle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        teller = StatusTeller(session, secret=CALLBACK_SECRET, clock=clock, waits_s=(0.01, 0.01))
        return await teller.tell(str(server.make_url("/status")), CASE, CaseStatus.HANDLED)


async def test_signed_as_the_specification_says(clock: ManualClock) -> None:
    """The signature equals one computed by hand, over the bytes that were sent."""
    callback = Callback(204)
    assert not (await tell(callback, clock)).lost
    headers, body = callback.got[0]
    stamp = int(clock.now().timestamp())
    assert headers["webhook-signature"] == sign(CALLBACK_SECRET, headers["webhook-id"], stamp, body)
    assert b'"status": "handled"' in body
    assert b'"incident_id": "inc-1"' in body


async def test_tried_again_under_the_same_id(clock: ManualClock) -> None:
    """A 503 is tried again, with the same id and body."""
    callback = Callback(503, 200)
    told = await tell(callback, clock)
    assert (told.lost, told.why) == (False, ("503 scripted",))
    assert len({(headers["webhook-id"], body) for headers, body in callback.got}) == 1


@pytest.mark.parametrize(("answers", "tries"), [((503, 503, 503), 3), ((422,), 1), ((302, 302, 302), 3)])
async def test_given_up(clock: ManualClock, answers: tuple[int, ...], tries: int) -> None:
    """Tries are bounded, redirects are not followed, a 4xx ends at once."""
    callback = Callback(*answers)
    assert (await tell(callback, clock)).lost
    assert len(callback.got) == tries


async def test_nobody_there(clock: ManualClock) -> None:
    """A dead callback address loses the message and says why."""
    async with aiohttp.ClientSession() as session:
        teller = StatusTeller(session, secret=CALLBACK_SECRET, clock=clock, waits_s=())
        told = await teller.tell("http://127.0.0.1:1/status", CASE, CaseStatus.HANDLED)
    assert told.lost
    assert told.why[0].startswith("no answer: Client")
