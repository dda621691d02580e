"""`python -m gridwatch.bench.peers_service`: the real service as one more program that is compared.

Spoken to as `benchmarks/peers/peer.py` has it. "open" names the way to the pictures instead of addresses:
{"do": "open", "cameras": 8, "port": of the cameras, "access": "rtsp" or "snapshots", "gate", "every_s", "model"}.
The login comes by environment, GRIDWATCH_SIM_LOGIN as user:password.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.look import LookFailure
from gridwatch.bench.accounts import Account
from gridwatch.bench.folder import Bench, write_bench_folder
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.configuration.loader import load
from gridwatch.engines.local import Ended
from gridwatch.hosting import free_port, hosted
from gridwatch.logs import set_up
from gridwatch.loop import run as run_loop
from gridwatch.service import Service
from gridwatch.simulator.login import login_from


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    set_up(level="error")
    say({"what": f"gridwatch {version('gridwatch')}"})
    if line := sys.stdin.readline():
        run_loop(_run(json.loads(line)))


async def _run(order: dict[str, Any]) -> None:
    bench = Bench(
        cameras=order["cameras"],
        period_s=order["every_s"],
        gate=order["gate"],
        model=order["model"],
        streams=order["access"] == "rtsp",
    )
    with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        configs = write_bench_folder(
            Path(folder),
            bench,
            port=order["port"],
            login=login_from(os.environ),
            api_port=free_port(),
        )
        looks: list[tuple[str, float]] = []  # that brought a picture, since the last report

        def noted(ended: Ended) -> None:
            if not isinstance(ended, LookFailure):
                looks.append((ended.frame.camera_id, time.monotonic()))

        service = Service(
            load(configs),
            clock=SystemClock(),
            rng=random.Random(0),  # noqa: S311 - jitter
            watch_files=False,
            on_look=noted,
        )
        async with hosted(service) as host:
            say({"ok": True})
            async for _ in asked():
                host.check()
                used = Account.now()
                say(
                    {
                        "cpu_s": used.cpu_s,
                        "rss_mb": used.rss_mb,
                        "looks": looks.copy(),
                        "detected": service.parts.batcher.counters.pictures,
                        "error": "",
                    }
                )
                looks.clear()


if __name__ == "__main__":
    main()
