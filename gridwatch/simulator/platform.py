"""A grid-management platform in a box: takes signed incidents, files cases, sends crews, tells status back.

It answers `{"code": 0, "case_number": ...}` as Chinese platforms do, with HTTP status to match, and it
can be told to fail in the ways a courier has to live with.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from core.clock import Clock, SystemClock
from gridwatch.simulator.platform_case import Case, CaseStatus, CityPlan
from gridwatch.simulator.platform_inbox import MAX_BYTES, Inbox, Message, Refused
from gridwatch.simulator.platform_teller import StatusTeller

OnHandle = Callable[[str, Mapping[str, Any]], None]
"""Told `(incident id, GeoJSON feature)` when a crew has really done its work."""

_MOST_CASES = 20_000
_HISTORY = 50  # lines kept of one case


@dataclass(frozen=True, kw_only=True, slots=True)
class Failing:
    """Answers that fail on purpose: the next `times` webhooks get `status`."""

    status: int = 503  # 200: only the delay
    times: int = 1
    retry_after_s: int | None = None  # sent as Retry-After
    delay_s: float = 0.0  # before the answer


@dataclass(kw_only=True, slots=True)
class Counters:
    """What came in and what went out."""

    verified: int = 0  # signatures that held, repeats included
    accepted: int = 0  # different webhooks that were accepted
    duplicates: int = 0  # repeats of an accepted one
    rejected: int = 0  # bad signature, bad shape, too large
    out_of_order: int = 0  # accepted, but an older version than one before
    failed: int = 0  # refused on purpose
    statuses_sent: int = 0  # told to Gridwatch and taken
    statuses_lost: int = 0  # given up


class GridPlatform:
    """Runs on loopback. `async with GridPlatform(secret=..., ...) as platform: platform.url ...`.

    Args:
        secret: `whsec_...` that the incidents are signed with.
        callback_secret: `whsec_...` that case status is signed with; may be the same.
        callback_url: where status goes; None sends none. May be set after the start.
        plan: how the city works.
        on_handle: told when a crew has really done its work.
        clock: for the times in what is sent.
        port: 0 takes a free one.
    """

    def __init__(
        self,
        *,
        secret: str,
        callback_secret: str | None = None,
        callback_url: str | None = None,
        plan: CityPlan | None = None,
        on_handle: OnHandle | None = None,
        clock: Clock | None = None,
        port: int = 0,
    ) -> None:
        self.callback_url = callback_url
        self.counters = Counters()
        self.cases: dict[str, Case] = {}  # by incident id
        self.refusals: deque[str] = deque(maxlen=100)  # why webhooks and statuses were refused, newest last
        self._plan = plan or CityPlan()
        self._on_handle = on_handle
        self._clock = clock or SystemClock()
        self._inbox = Inbox(secret)
        self._callback_secret = callback_secret or secret
        self._failing: deque[Failing] = deque()
        self._crews: dict[str, asyncio.Task[None]] = {}
        self._wanted_port, self._port = port, 0
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._teller: StatusTeller | None = None

    @property
    def url(self) -> str:
        """Where incidents are to be posted."""
        return f"http://127.0.0.1:{self._port}/incidents"

    def fail(self, *failing: Failing) -> None:
        """Let the next webhooks fail, in this order, before they are looked at."""
        for one in failing:
            self._failing.extend([one] * one.times)

    async def start(self) -> Self:
        """Begin to take incidents."""
        app = web.Application(client_max_size=MAX_BYTES + 1)
        app.router.add_post("/incidents", self._receive)
        app.router.add_get("/status", self._status)
        app.router.add_get("/cases", self._list)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._wanted_port).start()
        self._port = int(self._runner.addresses[0][1])
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        self._teller = StatusTeller(self._session, secret=self._callback_secret, clock=self._clock)
        return self

    async def close(self) -> None:
        """Send the crews home and stop."""
        for crew in self._crews.values():
            crew.cancel()
        await asyncio.gather(*self._crews.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def status(self) -> dict[str, Any]:
        """Return the counters and how many cases stand where."""
        stand = [case.status for case in self.cases.values()]
        return asdict(self.counters) | {"cases": {one.value: stand.count(one) for one in CaseStatus}}

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response(self.status())

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response([case.to_json() for case in list(self.cases.values())[-1000:]])

    async def _receive(self, request: web.Request) -> web.Response:
        if self._failing:
            failing = self._failing.popleft()
            await asyncio.sleep(failing.delay_s)
            if failing.status >= 300:
                self.counters.failed += 1
                after = failing.retry_after_s
                headers = {} if after is None else {"Retry-After": str(after)}
                return _answer(failing.status, "out of order", headers=headers)
        message = self._inbox.take(request.headers, await request.read())
        if isinstance(message, Refused):
            self.counters.rejected += 1
            self.refusals.append(f"{message.status} {message.why}")
            return _answer(message.status, message.why)
        self.counters.verified += 1
        if message.incident_id not in self.cases and len(self.cases) >= _MOST_CASES:
            return _answer(503, f"this platform keeps {_MOST_CASES} cases")
        return _answer(200, "filed", case_number=self._file(message).number)

    def _file(self, message: Message) -> Case:
        case = self.cases.get(message.incident_id)
        if case is None:
            ordinal = len(self.cases) + 1
            number = f"GW{self._clock.now():%Y%m%d}{ordinal:05d}"
            case = Case(
                number=number, incident_id=message.incident_id, ordinal=ordinal, feature=message.feature
            )
            self.cases[message.incident_id] = case
        if message.repeated:
            self.counters.duplicates += 1
            return case
        self.counters.accepted += 1
        _note(case, message.event)
        if not message.in_order:
            self.counters.out_of_order += 1
            return case
        case.feature = message.feature
        match message.event:
            case "closed" | "rejected":
                case.status = CaseStatus.CLOSED if message.event == "closed" else CaseStatus.WITHDRAWN
                if (crew := self._crews.pop(case.incident_id, None)) is not None:
                    crew.cancel()
            case "opened" | "reopened":
                self._send_crew(case)
            case _:
                if case.rounds == 0:  # its opening was lost or is late
                    self._send_crew(case)
        return case

    def _send_crew(self, case: Case) -> None:
        running = self._crews.get(case.incident_id)
        if not self._plan.answers or (running is not None and not running.done()):
            return
        case.rounds += 1
        case.status = CaseStatus.FILED
        self._crews[case.incident_id] = asyncio.get_running_loop().create_task(self._work(case))

    async def _work(self, case: Case) -> None:
        """Take one case through the city's steps, telling each."""
        for wait_s, status in self._plan.steps(case.ordinal, case.rounds):
            await asyncio.sleep(wait_s)
            if status is CaseStatus.HANDLED and self._on_handle is not None and not case.lies(self._plan):
                self._on_handle(case.incident_id, case.feature)
            if status is CaseStatus.HANDLED:
                await asyncio.sleep(self._plan.report_s)
            case.status = status
            _note(case, f"sent {status}")
            await self._tell(case, status)

    async def _tell(self, case: Case, status: CaseStatus) -> None:
        if self.callback_url is None or self._teller is None:
            return
        due_at = None
        if status is CaseStatus.DELAYED:
            due_at = self._clock.now() + timedelta(seconds=self._plan.more_s)
        refusals = await self._teller.tell(self.callback_url, case, status, due_at=due_at)
        self.refusals.extend(f"status {status} of {case.incident_id}: {refusal}" for refusal in refusals.why)
        if refusals.lost:
            self.counters.statuses_lost += 1
        else:
            self.counters.statuses_sent += 1


def _note(case: Case, line: str) -> None:
    if len(case.history) < _HISTORY:
        case.history.append(line)


def _answer(
    status: int, words: str, *, case_number: str | None = None, headers: Mapping[str, str] | None = None
) -> web.Response:
    body = {"code": 0 if status < 300 else status, "message": words}
    return web.json_response(
        body | ({"case_number": case_number} if case_number else {}), status=status, headers=headers
    )
