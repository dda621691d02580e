"""`gridwatch bench storm`: what cameras that fail by the hundred do to those that do not."""

from __future__ import annotations

from typing import Annotated

import typer

from gridwatch.cli.benching import keep, measured, tell
from gridwatch.cli.config import JsonTarget


def storm(
    cameras: Annotated[int, typer.Option(help="Simulated cameras.", min=40, max=20000)] = 1480,
    period: Annotated[
        float,
        typer.Option(help="Seconds between two looks of a camera; deadlines are scaled with it.", min=2),
    ] = 30.0,
    dark: Annotated[int | None, typer.Option(help="Cameras of the owner that goes dark; a fifth.")] = None,
    timeouts: Annotated[int | None, typer.Option(help="Cameras that never answer; 13.5 %.")] = None,
    slow: Annotated[int, typer.Option(help="Channels of the slow recorder.", min=4)] = 64,
    hold: Annotated[float, typer.Option(help="Seconds that each storm lasts.", min=5)] = 120.0,
    json: JsonTarget = None,
) -> None:
    """A network goes dark and returns, a recorder is slow, many cameras hang: who is late, what is alarmed."""
    from gridwatch.bench.storm import bench_storm, duration_s
    from gridwatch.bench.storm_plan import StormPlan

    plan = StormPlan(
        cameras=cameras,
        period_s=period,
        dark=round(cameras * 1500 / 7396) if dark is None else dark,
        timeouts=round(cameras * 1000 / 7396) if timeouts is None else timeouts,
        slow=min(slow, cameras // 10),
        hold_s=hold,
    )
    if plan.dark + plan.slow + plan.timeouts > cameras // 2:
        raise typer.BadParameter("leave half of the cameras well", param_hint="--dark, --timeouts, --slow")
    found = measured(
        lambda progress: bench_storm(plan, progress=progress), "Storms", duration_s(plan), level="error"
    )
    for name, one in found.storms.items():
        back = "not back in time" if one.back_on_time_s is None else f"back after {one.back_on_time_s:.0f} s"
        tell(
            json,
            f"{name}: {one.cameras} cameras; others {one.on_time_share_of_others:.2%} on time;"
            f" {one.alarms} alarms, {one.alarms_held_back} held back;"
            f" at most {one.peak_openings_per_s} openings a second on return, {back}",
        )
    tell(
        json,
        f"without any storm: {found.calm_on_time_share:.2%} on time",
        f"{found.cpu_s:.0f} core-seconds in {found.seconds:.0f} s, {found.rss_mb:.0f} MB",
    )
    keep(json, found.to_json())
