from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.cli.progress import track
from tests.builders import START


def test_without_a_terminal_a_line_comes_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    """A log is not flooded, and long work is not silent."""
    clock = ManualClock(START)
    with track("probing", 100, clock=clock) as progress:
        for i in range(12):
            clock.advance(1)
            progress(i)
    assert capsys.readouterr().err.splitlines() == ["probing: 4 of 100", "probing: 9 of 100"]
