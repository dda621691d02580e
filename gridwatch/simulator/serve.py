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
from typing import Any

from core.clock import SystemClock
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.simulator.login import VARIABLE, login_from
from gridwatch.simulator.platform_case import CityPlan
from gridwatch.simulator.running import SimulatedDistrict
from gridwatch.simulator.script import demo_script


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--plan", default="{}", help="CityPlan as JSON")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    district = SimulatedDistrict(
        demo_script(seed=arguments.seed, seconds=arguments.seconds),
        clock=SystemClock(),
        secret=os.environ["GRIDWATCH_SIM_SECRET"],
        callback_secret=os.environ["GRIDWATCH_SIM_CALLBACK_SECRET"],
        login=login_from(os.environ) if os.environ.get(VARIABLE) else None,
        plan=CityPlan(**json.loads(arguments.plan)),
    )
    await asyncio.to_thread(district.warm)
    async with district:
        say(
            {
                "http": district.cameras.port,
                "rtsp": district.cameras.streams.port if district.cameras.streams else None,
                "platform": district.platform.url,
                "started_at": district.started_at.isoformat(),
            }
        )
        async for question in asked():
            say(_answer(district, question))


def _answer(district: SimulatedDistrict, question: dict[str, Any]) -> dict[str, Any]:
    if question["do"] == "callback":
        district.platform.callback_url = question["url"]
        return {"ok": True}
    if question["do"] == "report":
        return district.report()
    return {"error": f"unknown: {question['do']}"}


if __name__ == "__main__":
    main()
