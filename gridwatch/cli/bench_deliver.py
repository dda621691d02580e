"""`gridwatch bench deliver`: how fast incidents reach a receiver."""

from __future__ import annotations

from typing import Annotated

import typer

from gridwatch.cli.benching import keep, measured, tell
from gridwatch.cli.config import JsonTarget


def deliver(
    deliveries: Annotated[
        int, typer.Option(help="Rows of the full outbox.", min=100, max=1_000_000)
    ] = 10_000,
    versions: Annotated[int, typer.Option(help="Of each incident in it.", min=1, max=1000)] = 4,
    few: Annotated[int, typer.Option(help="Incidents of the second outbox.", min=1, max=1000)] = 8,
    few_deliveries: Annotated[int, typer.Option(help="Rows of the second outbox.", min=1)] = 2_000,
    outage_deliveries: Annotated[
        int,
        typer.Option(help="Rows that wait for a receiver that was away for a day; 0 leaves it out.", min=0),
    ] = 3_000,
    in_flight: Annotated[int, typer.Option(help="Attempts under way at once.", min=1, max=256)] = 16,
    per_s: Annotated[float, typer.Option(help="Changes a second whose way is timed.", min=1, max=200)] = 20.0,
    seconds: Annotated[float, typer.Option(help="How long they are.", min=1, max=3600)] = 30.0,
    json: JsonTarget = None,
) -> None:
    """Drain full outboxes to a receiver over HTTP, durably, and time single changes from commit to acceptance."""
    from gridwatch.bench.deliver import Load, bench_deliver

    load = Load(
        deliveries=deliveries,
        versions=versions,
        few=few,
        few_deliveries=few_deliveries,
        outage_deliveries=outage_deliveries,
        in_flight=in_flight,
        per_s=per_s,
        seconds=seconds,
    )
    found = measured(lambda progress: bench_deliver(load, progress=progress), "Delivering", load.total)
    tell(
        json,
        f"{found.accepted_per_s:.0f} accepted a second with {found.many.incidents} incidents waiting,"
        f" {found.few_accepted_per_s:.0f} with {found.few.incidents}; {found.ratio:.2f} of the"
        f" {found.peer_per_s:.0f} of a plain loop of posts",
        f"{found.many.cpu_ms:.2f} ms of CPU each, the receiver {found.many.receiver_cpu_ms:.2f};"
        f" bodies of {found.body_bytes} bytes",
        f"from commit to acceptance at {found.way.per_s:.0f} a second: median {found.p50_ms:.0f} ms,"
        f" 95 % {found.p95_ms:.0f}, 99 % {found.p99_ms:.0f}",
    )
    if found.outage is not None:
        back = found.outage.drained
        tell(
            json,
            f"after {found.outage.hours:.0f} h without the receiver and {found.outage.failed} failed attempts:"
            f" {back.deliveries} in {back.seconds:.1f} s, {back.accepted_per_s:.0f} a second,"
            f" {back.out_of_order} out of order, {back.grown_mb:.0f} MB more; by the schedule alone it would have"
            f" been up to {found.outage.late_h:.1f} h later",
        )
    keep(json, found.to_json())
