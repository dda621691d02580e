from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from core.clock import SystemClock
from gridwatch.configuration.loader import load
from gridwatch.hosting import hosted
from gridwatch.opencv import one_thread_a_call
from gridwatch.service import Service
from tests.fakes.colour_model import write_colour_model
from tests.gridwatch.workbench.clips_made import Counted, clips, replayed
from tests.scenarios import harness

__all__ = ["clips"]


@pytest.fixture(autouse=True)
def several_threads() -> Iterator[None]:
    """What is set counts for the whole process, so it is put back."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    yield
    cv2.setNumThreads(before)


def test_a_call_works_in_its_own_thread() -> None:
    """Whatever was set before."""
    one_thread_a_call()
    assert cv2.getNumThreads() == 1


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
