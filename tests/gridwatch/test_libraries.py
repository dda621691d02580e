from __future__ import annotations

import platform
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from core.clock import SystemClock
from gridwatch.configuration.loader import load
from gridwatch.hosting import hosted
from gridwatch.libraries import set_for_pictures
from gridwatch.service import Service
from tests.fakes.colour_model import write_colour_model
from tests.gridwatch.workbench.clips_made import Counted, clips, replayed
from tests.scenarios import harness

__all__ = ["clips"]


_LOOKS = """
import resource, sys
import numpy as np
from gridwatch.libraries import set_for_pictures

if sys.argv[1] == "set":
    set_for_pictures()
look = lambda: [np.ones((720, 1280, 3), np.uint8) for _ in range(4)]
look()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    look()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
"""Says how many pages were fetched by twenty looks of four pictures each."""


@pytest.fixture(autouse=True)
def several_threads() -> Iterator[None]:
    """What is set counts for the whole process, so it is put back."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    yield
    cv2.setNumThreads(before)


def test_a_call_works_in_its_own_thread() -> None:
    """Whatever was set before."""
    set_for_pictures()
    assert cv2.getNumThreads() == 1


@pytest.mark.skipif(sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="glibc is told so")
def test_memory_of_a_picture_is_kept_for_the_next() -> None:
    """A piece as large as a picture is not fetched from the system again and again, a page at a time."""
    plain, told = (
        int(
            subprocess.run(
                [sys.executable, "-c", _LOOKS, how], check=True, capture_output=True, text=True
            ).stdout
        )
        for how in ("plain", "set")
    )
    assert told < plain / 10


def test_a_replay_wants_it(clips: Path) -> None:
    """It has threads of its own."""
    replayed(clips, Counted(), [])
    assert cv2.getNumThreads() == 1


async def test_the_service_wants_it(tmp_path: Path) -> None:
    """It looks at many cameras at once."""
    secrets = harness.keys()
    configs = harness.write_configs(
        tmp_path,
        model=write_colour_model(tmp_path / "model"),
        cameras=[],
        profile=harness.HEAP_AFTER_A_SECOND,
        secrets=secrets,
    )
    async with hosted(Service(load(configs), clock=SystemClock(), rng=random.Random(1))):
        assert cv2.getNumThreads() == 1
