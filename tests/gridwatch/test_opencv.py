from __future__ import annotations

from collections.abc import Iterator

import cv2
import pytest

from gridwatch.opencv import one_thread_a_call


@pytest.fixture(autouse=True)
def threads_as_they_were() -> Iterator[None]:
    """What is set counts for the whole process."""
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


def test_a_call_works_in_its_own_thread() -> None:
    """Whatever was set before."""
    cv2.setNumThreads(2)
    one_thread_a_call()
    assert cv2.getNumThreads() == 1
