"""Threads of a network step back for those that hold the interpreter."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from detectors.yielding import NICE, giving_way


def _nice() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets single threads back")
def test_threads_that_start_there_give_way_and_no_others() -> None:
    """The pool that a network opens is set back; who asked for it is not, nor are threads that he starts later."""
    before = _nice()
    with giving_way(lambda: _begun(ThreadPoolExecutor(1))) as pool, ThreadPoolExecutor(1) as other:
        assert pool.submit(_nice).result() == min(19, before + NICE)
        assert _nice() == before
        assert other.submit(_nice).result() == before


def test_what_it_raises_is_raised() -> None:
    """A network that cannot be opened says so where it was asked for."""
    with pytest.raises(ZeroDivisionError):
        giving_way(lambda: 1 // 0)


def _begun(pool: ThreadPoolExecutor) -> ThreadPoolExecutor:
    pool.submit(_nice).result()  # its thread starts with the first work
    return pool
