"""What a shift has left behind when the pictures are taken: colleagues, silences, a shelf, acts, links."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.async_api import APIRequestContext

from core.clock import Clock

PATIENCE_MS = 180_000  # of one question to a service on a slow machine
WAITING = 6  # cases in the inbox before pictures are taken
_SEES_ALL: dict[str, Any] = {"grids": [], "owners": []}
_USERS = (
    ("li", "李敏", "operator", {"grids": ["990101001"], "owners": []}),
    ("wang", "王强", "operator", {"grids": ["990101002", "990101003"], "owners": []}),
    ("zhao", "赵静", "supervisor", _SEES_ALL),
    ("chen", "陈工", "engineer", _SEES_ALL),
    ("sun", "孙审", "auditor", _SEES_ALL),
    ("market-office", "市场办", "operator", {"grids": [], "owners": ["market"]}),
)
_SILENCES = (
    ({"matters": ["illegal_parking"], "grid": "990101004"}, "农贸市场早市,9 点前允许临时停放", 5),
    ({"cameras": ["cam-05", "cam-06"]}, "临江工地批准的夜间清运", 30),
    ({"owners": ["education"], "severities": ["minor"]}, "学校放假,仅保留严重告警", 100),
)


class Shift:
    """Does by the API what people do."""

    def __init__(self, request: APIRequestContext, base: str, clock: Clock) -> None:
        self._request = request
        self._base = f"{base}/api/v1"
        self._clock = clock

    async def get(self, path: str) -> Any:
        """Return what the API tells."""
        answer = await self._request.get(f"{self._base}{path}", timeout=PATIENCE_MS)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status} {await answer.text()}")
        return await answer.json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send something; what is refused stops the run, for then a page would be empty."""
        answer = await self._request.post(f"{self._base}{path}", data=body, timeout=PATIENCE_MS)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status} {await answer.text()}")
        return await answer.json() if await answer.body() else None

    async def staff(self) -> None:
        """Make the colleagues and the silences."""
        for name, display, role, scope in _USERS:
            body = {"name": name, "display_name": display, "role": role, "scope": scope}
            await self.post("/users", body)
        await self.post("/users/chen/reset", {"second_factor": False})
        for matchers, why, hours in _SILENCES:
            ends = self._clock.now() + timedelta(hours=hours)
            await self.post(
                "/silences", {"who": "zhao", "why": why, "ends_at": ends.isoformat(), "matchers": matchers}
            )

    async def latest(self, camera_id: str) -> bytes:
        """Return a camera's latest picture as JPEG."""
        answer = await self._request.get(f"{self._base}/cameras/{camera_id}/latest.jpg")
        if not answer.ok:
            raise RuntimeError(f"{camera_id}: {answer.status}")
        return await answer.body()

    async def wait_for_proof(self, patience_s: float, told: Callable[[str], None]) -> None:
        """Wait until an incident of this shift has been proven cleared and another waits for a person."""
        for turn in range(int(patience_s)):
            closed, waiting = await self._proven(), await self._waiting()
            if closed and len(waiting) >= WAITING:
                return
            if turn % 10 == 0:
                told(f"{len(waiting)} of {WAITING} wait for a person; one proven cleared: {bool(closed)}")
            await asyncio.sleep(1)
        raise SystemExit(f"nothing was proven cleared in {patience_s:.0f} s: is models/default trained?")

    async def names(self) -> dict[str, str]:
        """Return the incidents and the link that addresses name."""
        closed, waiting = await self._proven(), await self._waiting()
        if not closed or not waiting:
            raise SystemExit("there is no case that was proven cleared, or none that waits for a person")
        link = await self.post(f"/incidents/{closed}/public-link", {"who": "li", "days": 30})
        return {"case": closed, "open": waiting[0], "link": link["path"]}

    async def _proven(self) -> str:
        """Return the newest case with a before/after pair, or nothing."""
        for one in (await self.get("/incidents?status=closed&limit=200"))["incidents"]:
            if {"before", "after"} <= {picture["role"] for picture in one["pictures"]}:
                return str(one["id"])
        return ""

    async def _waiting(self) -> list[str]:
        """Return what the inbox shows of this shift's own cases."""
        return [str(one) for one in (await self.get("/inbox"))["order"]]
