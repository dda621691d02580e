"""The whole bench, as small as can be, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.console_files import BUILT
from core.errors import GridwatchError
from gridwatch.bench.console.measuring import Trial, _waits, bench_console
from tests.conftest import absent


def test_waits_are_counted_for_each_page() -> None:
    """From the commit; a page that never showed it is a miss, and clocks that differ by a moment make no gain."""
    new = [("a", 10.0), ("b", 11.0)]
    waits, missed = _waits(new, [{"a": 10.5, "b": 10.999}, {"a": 10.25}])
    assert (waits, missed) == ([0.5, 0.25, 0.0], 1)


async def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    """With how to make one."""
    with pytest.raises(GridwatchError, match="gridwatch bench fill"):
        await bench_console(Trial(folder=tmp_path))


async def test_every_figure_is_measured(filled: Path, chromium: str) -> None:
    """Two tabs and one second: the new case is seen by both. The map is left out."""
    if not (BUILT / "index.html").is_file():
        absent("the built console (make console)")
    trial = Trial(folder=filled, tabs=2, seconds=1, rounds=2, paints=1, map_seconds=0, browser=chromium)
    found = await bench_console(trial)
    assert found.first_paint_s > 0
    assert found.api_p95_ms > 0
    assert 100 < found.bundle_kb_gzip < 2000
    assert found.seen == 2
    assert found.missed == 0
    assert found.event_to_screen_p95_s is not None
    assert found.map_fps is None
    assert set(found.to_json()) >= {"map_fps", "server_cpu_share", "asked"}
