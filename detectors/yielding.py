"""Work that must not keep others from a core: a network's threads step back for whoever holds the interpreter.

A network computes in threads that never hold the interpreter lock, as many as there are cores. Where they compete on
even terms with the thread that holds it, that thread is put aside in the middle of what it does, and every other
thread of Python waits until it gets a core again: on two cores, looks ended at a hundred a second with a tenth of the
cores idle.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

NICE = 10
"""Of the threads that give way. A tenth of the weight of others: they still get their tenth of a busy machine."""


def giving_way(work: Callable[[], T]) -> T:
    """Run `work` in a thread that gives way to others, as do all threads that it starts; raises what it raises.

    Only Linux sets this thread by thread, and a system may forbid it; then the threads compete as ever.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="giving-way", initializer=_step_back) as once:
        return once.submit(work).result()


def _step_back() -> None:
    if sys.platform == "linux":
        me = threading.get_native_id()
        with contextlib.suppress(OSError):  # a sandbox may filter the call; looks go on, fewer of them
            os.setpriority(os.PRIO_PROCESS, me, min(19, os.getpriority(os.PRIO_PROCESS, me) + NICE))
