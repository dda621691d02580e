from __future__ import annotations

import asyncio
import threading

import pytest
from fastapi import HTTPException

from api.people.hashing import AT_ONCE, MOST_WAITING, Hasher, Turns
from tests.builders_logins import CHEAP


def test_a_hash_is_argon2id_and_checks_its_password_alone() -> None:
    """At the cost that the service pays for each login."""
    hashed = Hasher().hash("a river under lanterns")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Hasher().check("a river under lanterns", hashed) == (True, None)
    assert Hasher().check("a river under lantern", hashed)[0] is False


def test_nobody_has_a_password() -> None:
    """Where nothing is kept the work is done all the same, and even its own word is wrong."""
    assert CHEAP.check("nobody has this password", "") == (False, None)
    assert CHEAP.check("", "") == (False, None)


def test_a_hash_of_another_cost_is_made_anew() -> None:
    """At the login, when the password is known."""
    good, better = CHEAP.check("abc", Hasher(time_cost=2, memory_kib=16).hash("abc"))
    assert good
    assert better is not None
    assert "m=8,t=1" in better


async def test_few_hash_at_once_and_too_many_are_turned_away() -> None:
    """A thousand logins do not take the threads of everything else, nor a gigabyte."""
    turns, gate, inside, most = Turns(), threading.Event(), [0], [0]

    def work() -> int:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        gate.wait(5)
        inside[0] -= 1
        return 7

    running = [asyncio.create_task(turns.run(work)) for _ in range(AT_ONCE + MOST_WAITING)]
    await asyncio.sleep(0.05)
    with pytest.raises(HTTPException, match="too many logins"):
        await turns.run(work)
    gate.set()
    assert await asyncio.gather(*running) == [7] * len(running)
    assert most[0] <= AT_ONCE
    assert await turns.run(work) == 7
