"""Passwords as argon2id, a few at a time: each takes 19 MB and some 30 ms of a core (OWASP's choice for servers)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import HTTPException

from api.people.threads import OwnThreads

AT_ONCE = 2
MOST_WAITING = 20  # more logins than that are turned away, with a wait
T = TypeVar("T")


class Hasher:
    """Makes and checks hashes. A name that nobody has costs as much as one that somebody has."""

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 19_456) -> None:
        from pwdlib import PasswordHash
        from pwdlib.hashers.argon2 import Argon2Hasher

        self._hash = PasswordHash((Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1),))
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """Return the PHC form of a new hash."""
        return self._hash.hash(password)

    def check(self, password: str, kept: str) -> tuple[bool, str | None]:
        """Return whether it is the password, and a new hash where the kept one was made at another cost.

        Nothing kept: the same work, and never.
        """
        if kept:
            return self._hash.verify_and_update(password, kept)
        if self._nobody is None:
            self._nobody = self._hash.hash("nobody has this password")
        self._hash.verify(password, self._nobody)
        return False, None


class Turns:
    """Runs what hashes in threads of its own number, so that logins do not take those of everything else."""

    def __init__(self) -> None:
        self._threads = OwnThreads(AT_ONCE)
        self._inside = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns.

        Raises:
            HTTPException: 503 while too many wait already.
        """
        if self._inside >= AT_ONCE + MOST_WAITING:
            raise HTTPException(503, "too many logins at once; try again", headers={"Retry-After": "3"})
        self._inside += 1
        try:
            return await self._threads.run(work)
        finally:
            self._inside -= 1
