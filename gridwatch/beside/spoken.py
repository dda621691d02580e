"""The other end of `child.Child`: a program of ours that is spoken to by JSON lines and ends with its input.

Its standard input is held by the program that has started it. The operating system closes it when that program ends,
killed by SIGKILL or not, so that the end of input is all that has to be noticed.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import sys
import threading
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

LEAVE_S = 5.0
"""Seconds in which a program may end by itself once its input has ended."""


def end_with_input(leave_s: float = LEAVE_S) -> None:
    """Make this process end at most `leave_s` seconds after its input, whatever it is doing then.

    Called first of all: a district is rendered for minutes before the first line is read, and may hang while it closes.
    """
    threading.Thread(target=_leave, args=(leave_s,), name="end-with-input", daemon=True).start()


def _leave(leave_s: float) -> None:
    held = select.poll()
    held.register(0, 0)  # nothing but the other end's closing, which is always told; no line is read here
    if any(event & select.POLLHUP for _, event in held.poll()):
        time.sleep(leave_s)
        os._exit(1)  # not by an exception: the main thread may never come to it


def say(what: Mapping[str, Any]) -> None:
    """Write one line: where this program listens at first, an answer later."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def asked() -> AsyncIterator[dict[str, Any]]:
    """Yield what each line on standard input asks, until it ends; each wants one line by `say`."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield json.loads(line)
