"""The service as a program that is compared: its looks are told, its process ends with its input."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.bench.cameras import names
from gridwatch.bench.peers import PeersPlan, _cameras, _Side
from gridwatch.bench.peers_run import opened
from tests.builders_servers import LOGIN


@pytest.mark.slow
async def test_it_looks_at_snapshots_and_says_so(tmp_path: Path) -> None:
    """Three cameras, twice a second each: looks of all of them come, and the detector ran on every one."""
    plan = PeersPlan(many=3, fleet=3, clip_seconds=2, fps=5)
    async with _cameras(plan, LOGIN) as cameras:
        program = _Side(plan, LOGIN, cameras, tmp_path)._service_program("snapshots", "off")
        async with opened(program, names(3), 0.5) as running:
            assert running.what.startswith("gridwatch ")
            assert None not in await running.until_seen(names(3), 60)
            window = await running.window(3.0)
    assert {camera for camera, _ in window.looks} == set(names(3))
    assert window.cpu_s > 0
    assert window.detected == pytest.approx(len(window.looks), abs=3)
