"""The other end of `child.Child`: a program of ours that is spoken to by JSON lines and ends with its input."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any


def say(what: Mapping[str, Any]) -> None:
    """Write one line: where this program listens at first, an answer later."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def asked() -> AsyncIterator[dict[str, Any]]:
    """Yield what each line on standard input asks, until it ends; each wants one line by `say`."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield json.loads(line)
