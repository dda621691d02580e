from __future__ import annotations

import asyncio

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.secrets import Credential
from gridwatch.bench.probe_fleet import draw_fleet
from gridwatch.beside.child import Child, module
from gridwatch.simulator.login import environment_of
from ingest.onvif import probe
from tests.builders import camera

LOGIN = Credential(user="viewer", password="a-made-up-word")


async def test_they_serve_the_fleet_that_was_drawn() -> None:
    """In a process of its own, with the same seed; the account of what was done grows."""
    fleet = draw_fleet(4, faults=0, seed=7, login=LOGIN)
    arguments = ("--cameras", "4", "--faults", "0", "--seed", "7")
    environment = environment_of(LOGIN)
    async with Child(module("gridwatch.bench.probe_cameras", *arguments), environment) as served:
        for one in fleet:
            there = camera(access={"host": one.host, "onvif_port": served.hello["port"]})
            found = await asyncio.to_thread(probe, there, LOGIN, looking=Looking(), clock=SystemClock())
            assert found.device
            assert (found.device.manufacturer, found.device.serial) == (
                one.device.manufacturer,
                one.device.id,
            )
        report = await served.ask({})
        assert report["requests"] >= 28
        assert report["connections"] >= 4
        assert report["cpu_s"] > 0
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(fleet[0].host, served.hello["closed_port"])
