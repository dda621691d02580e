"""What HTTP alone reaches: the same bodies, signed beforehand, posted in a loop. No outbox, order or ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import ClientSession, TCPConnector
from standardwebhooks.webhooks import Webhook

from alerts.message import CONTENT_TYPE
from core.clock import Clock
from core.errors import GridwatchError

Message = tuple[bytes, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """The figures of the loop."""

    posts: int
    per_s: float
    cpu_ms: float  # core-milliseconds of a post on the sender's side


def signed(bodies: Sequence[tuple[str, bytes]], secret: str, clock: Clock) -> list[Message]:
    """Return `(id, body)` pairs with the headers that the published library makes, to be sent within five minutes."""
    webhook, now = Webhook(secret), clock.now()
    at = datetime.fromtimestamp(int(now.timestamp()), UTC)
    return [
        (
            body,
            {
                "content-type": CONTENT_TYPE,
                "webhook-id": name,
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": webhook.sign(name, at, body.decode()),
            },
        )
        for name, body in bodies
    ]


async def post_all(url: str, messages: Sequence[Message], *, at_once: int) -> Posting:
    """Post every message once, so many at the same time over connections that stay open.

    Raises:
        GridwatchError: the receiver did not take one of them.
    """
    left = iter(messages)
    async with ClientSession(connector=TCPConnector(limit=at_once)) as session:
        began, used = time.perf_counter(), time.process_time()
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(_post(session, url, left))
        seconds, cpu_s = time.perf_counter() - began, time.process_time() - used
    return Posting(posts=len(messages), per_s=len(messages) / seconds, cpu_ms=1000 * cpu_s / len(messages))


async def _post(session: ClientSession, url: str, left: Iterator[Message]) -> None:
    for body, headers in left:
        async with session.post(url, data=body, headers=headers) as response:
            await response.read()
            if response.status != 200:
                raise GridwatchError(f"the bench's receiver answered {response.status}")
