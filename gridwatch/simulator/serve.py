"""`python -m gridwatch.simulator.serve`: a simulated district as a process of its own, spoken to by lines.

Secrets come by environment: GRIDWATCH_SIM_SECRET, GRIDWATCH_SIM_CALLBACK_SECRET, and GRIDWATCH_SIM_LOGIN
as user:password. The first line on standard output says where it listens; then each JSON line on standard
input is answered by one: {"do": "callback", "url": ...}, {"do": "report"}. End of input ends the process,
so that a killed parent leaves none behind.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from typing import Any

from core.clock import SystemClock
from core.secrets import Credential
from gridwatch.simulator.platform_case import CityPlan
from gridwatch.simulator.running import SimulatedDistrict
from gridwatch.simulator.script import demo_script


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--plan", default="{}", help="CityPlan as JSON")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    user, _, password = os.environ.get("GRIDWATCH_SIM_LOGIN", "").partition(":")
    district = SimulatedDistrict(
        demo_script(seed=arguments.seed, seconds=arguments.seconds),
        clock=SystemClock(),
        secret=os.environ["GRIDWATCH_SIM_SECRET"],
        callback_secret=os.environ["GRIDWATCH_SIM_CALLBACK_SECRET"],
        login=Credential(user=user, password=password) if user else None,
        plan=CityPlan(**json.loads(arguments.plan)),
    )
    await asyncio.to_thread(district.warm)
    async with district:
        _say(
            {
                "http": district.cameras.port,
                "rtsp": district.cameras.streams.port if district.cameras.streams else None,
                "platform": district.platform.url,
                "started_at": district.started_at.isoformat(),
            }
        )
        while line := await asyncio.to_thread(sys.stdin.readline):
            _say(_answer(district, json.loads(line)))


def _answer(district: SimulatedDistrict, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["do"] == "callback":
        district.platform.callback_url = asked["url"]
        return {"ok": True}
    if asked["do"] == "report":
        return district.report()
    return {"error": f"unknown: {asked['do']}"}


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
