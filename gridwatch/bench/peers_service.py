"""`python -m gridwatch.bench.peers_service`: the real service as one more program that is compared.

Spoken to as `benchmarks/peers/peer.py` has it. "open" names the way to the pictures instead of addresses:
{"do": "open", "cameras": 8, "port": of the cameras, "access": "rtsp" or "snapshots", "gate", "every_s", "model"}.
The login comes by environment, GRIDWATCH_SIM_LOGIN as user:password.
"""

from __future__ import annotations

import asyncio
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
from core.secrets import Credential
from gridwatch.bench.accounts import Account
from gridwatch.bench.folder import Bench, write_bench_folder
from gridwatch.configuration.loader import load
from gridwatch.demo.run import free_port, started
from gridwatch.engines.local import Ended
from gridwatch.logs import set_up
from gridwatch.loop import run as run_loop
from gridwatch.service import Service


def main() -> None:
    """Serve until standard input ends."""
    set_up(level="error")
    _say({"what": f"gridwatch {version('gridwatch')}"})
    if line := sys.stdin.readline():
        run_loop(_run(json.loads(line)))


async def _run(asked: dict[str, Any]) -> None:
    user, _, password = os.environ["GRIDWATCH_SIM_LOGIN"].partition(":")
    bench = Bench(
        cameras=asked["cameras"],
        period_s=asked["every_s"],
        gate=asked["gate"],
        model=asked["model"],
        streams=asked["access"] == "rtsp",
    )
    with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        configs = write_bench_folder(
            Path(folder),
            bench,
            port=asked["port"],
            login=Credential(user=user, password=password),
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
        stop = asyncio.Event()
        running = asyncio.create_task(service.run(stop))
        try:
            await started(service, running)
            _say({"ok": True})
            while await asyncio.to_thread(sys.stdin.readline):
                if running.done():
                    running.result()
                used = Account.now()
                _say(
                    {
                        "cpu_s": used.cpu_s,
                        "rss_mb": used.rss_mb,
                        "looks": looks.copy(),
                        "detected": service.batcher.counters.pictures,
                        "error": "",
                    }
                )
                looks.clear()
        finally:
            stop.set()
            await running


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
