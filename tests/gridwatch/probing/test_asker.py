from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import SystemClock
from gridwatch.bench.probe_fleet import draw_fleet
from gridwatch.bench.probe_folder import write_probe_folder
from gridwatch.configuration.loader import load
from gridwatch.probing.asker import asker
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.onvif_hosts import OnvifHosts
from tests.builders_servers import LOGIN


@pytest.mark.parametrize(("pictures", "codes"), [(False, []), (True, ["picture_not_a_picture"])])
async def test_a_camera_is_asked_with_its_login(tmp_path: Path, pictures: bool, codes: list[str]) -> None:
    """And its picture is taken only where that is wanted."""
    (one,) = draw_fleet(1, faults=0, seed=0, login=LOGIN)
    one = replace(one, device=replace(one.device, quirks=frozenset()))
    fleet = Fleet([one.device])
    async with OnvifHosts(fleet, {one.host: one.device.id}, pictures=lambda _: b"<html>") as served:
        configuration = load(write_probe_folder(tmp_path, [one], ports=(served.port, 1), login=LOGIN))
        (camera,) = configuration.cameras.values()
        with asker(configuration, SystemClock(), pictures=pictures) as ask:
            result = await asyncio.to_thread(ask, camera)
    assert result.ok
    assert result.login != "none"
    assert [one.code for one in result.problems if one.code != "token_login"] == codes
