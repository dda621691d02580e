from __future__ import annotations

import asyncio
import json
import os
import subprocess

from gridwatch.beside.child import module
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.login import environment_of
from gridwatch.simulator.loopback import host_of
from gridwatch.simulator.onvif_hosts import OnvifHosts
from tests.builders_servers import LOGIN


async def test_the_stock_client_asks_what_a_probe_asks() -> None:
    """Eight calls a camera at least, and its cost by the operating system's account; the first is not counted."""
    devices = [Device(id=f"c{i}", login=LOGIN) for i in (1, 2)]
    async with OnvifHosts(Fleet(devices), {host_of(i): f"c{i}" for i in (1, 2)}) as served:
        cameras = [[host_of(i), served.port] for i in (1, 2)]
        done = await asyncio.to_thread(
            subprocess.run,
            module("gridwatch.bench.probe_peer"),
            input=json.dumps({"cameras": cameras}) + "\n",
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **environment_of(LOGIN)},
        )
        assert served.requests >= 2 * 8
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["cameras"] == 1
    assert told["cpu_ms_per_camera"] > 50
    assert told["rss_mb_per_camera"] > 1
    assert told["seconds_per_camera"] > 0
