from __future__ import annotations

import pytest

from alerts.signing import new_key
from core.clock import SystemClock
from core.errors import GridwatchError
from gridwatch.bench.deliver_peer import post_all, signed
from gridwatch.simulator.platform_inbox import Inbox, Refused
from tests.fakes.receiver import FakeReceiver, Reply


async def test_every_message_is_posted_once_and_verifies() -> None:
    """With the same headers as ours, so that the receiver does the same work."""
    secret = new_key()
    messages = signed([(f"m{n}", b'{"n": %d}' % n) for n in range(10)], secret, SystemClock())
    async with FakeReceiver() as server:
        found = await post_all(server.url, messages, at_once=3)
    assert found.posts == 10
    assert found.per_s > 0
    assert sorted(server.ids) == sorted(f"m{n}" for n in range(10))
    assert server.busiest <= 3
    judged = [Inbox(secret).take(one.headers, one.body) for one in server.taken]
    assert {one.why for one in judged if isinstance(one, Refused)} == {"specversion is not 1.0"}


async def test_a_refusal_ends_it() -> None:
    """A limit measured on refusals is none."""
    messages = signed([("m", b"{}")], new_key(), SystemClock())
    async with FakeReceiver([Reply(status=401)]) as server:
        with pytest.raises(ExceptionGroup) as raised:
            await post_all(server.url, messages, at_once=2)
    assert raised.group_contains(GridwatchError, match="401")
