"""Tells Gridwatch what became of a case: signed, and again under the same id when no answer comes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from standardwebhooks.webhooks import Webhook

from core.clock import Clock
from gridwatch.simulator.platform_case import Case, CaseStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What became of one status message."""

    lost: bool  # given up
    why: tuple[str, ...]  # what every failed try met


class StatusTeller:
    """Posts status messages. `waits_s` are the pauses between the tries; a 4xx answer ends them."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        secret: str,
        clock: Clock,
        waits_s: tuple[float, ...] = (0.2, 1.0, 3.0),
    ) -> None:
        self._session = session
        self._signer = Webhook(secret)
        self._clock = clock
        self._waits_s = waits_s
        self._count = 0

    async def tell(self, url: str, case: Case, status: CaseStatus, *, due_at: datetime | None = None) -> Told:
        """Tell one status until it is taken, refused for good, or the tries are used up."""
        self._count += 1
        message_id = f"status_{case.number}_{self._count}"
        body = json.dumps(
            {
                "id": message_id,
                "incident_id": case.incident_id,
                "status": status.value,
                "case_number": case.number,
                "at": self._clock.now().isoformat(),
                "note": f"round {case.rounds}",
            }
            | ({} if due_at is None else {"due_at": due_at.isoformat()})
        )
        why: list[str] = []
        for wait_s in (*self._waits_s, None):
            refusal = await self._post(url, message_id, body)
            if refusal is None:
                return Told(lost=False, why=tuple(why))
            why.append(refusal)
            if wait_s is None or refusal.startswith("4"):
                break
            await asyncio.sleep(wait_s)
        return Told(lost=True, why=tuple(why))

    async def _post(self, url: str, message_id: str, body: str) -> str | None:
        """Try once; return why it was not taken, or None. Every try is signed anew, with its own time."""
        now = self._clock.now()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(message_id, now, body),
        }
        try:
            async with self._session.post(
                url, data=body.encode(), headers=headers, allow_redirects=False
            ) as answer:
                text = (await answer.text())[:200]
                return None if 200 <= answer.status < 300 else f"{answer.status} {text}"
        except (aiohttp.ClientError, TimeoutError) as failed:
            return f"no answer: {type(failed).__name__}"
