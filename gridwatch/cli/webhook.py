"""`gridwatch webhook`: the ledger, and sending again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import out, table, write_json

app = typer.Typer(help="Webhook deliveries: the ledger, and sending again.", no_args_is_help=True)

Since = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"], help="With time zone: 2026-11-02T08:00+08:00"
    ),
]


@app.command("ledger")
def ledger(
    config: ConfigFolder = Path("configs"),
    receiver: Annotated[str | None, typer.Option(help="Only this receiver.")] = None,
    since: Since = None,
    json: JsonTarget = None,
) -> None:
    """List deliveries, oldest first: what was sent to whom, how often it was tried, what came back."""
    from alerts.store.sql import SqlStore
    from gridwatch.configuration.loader import load

    store = SqlStore(load(config).settings.storage.url)
    try:
        with store.read() as reader:
            rows = reader.deliveries(receiver=receiver, since=since)
    finally:
        store.close()
    columns = ("id", "incident", "version", "receiver", "type", "state", "attempts", "last_error")
    cells = [
        (
            r.id,
            r.incident_id,
            r.incident_version,
            r.receiver,
            r.type,
            r.state.value,
            r.attempts,
            r.last_error or "",
        )
        for r in rows
    ]
    if json is not None:
        write_json(json, [dict(zip(columns, cell, strict=True)) for cell in cells])
    else:
        table(f"{len(rows)} deliveries", columns, cells)


@app.command("replay")
def replay(
    config: ConfigFolder = Path("configs"),
    delivery: Annotated[list[str] | None, typer.Option("--id", help="These deliveries.")] = None,
    receiver: Annotated[str | None, typer.Option(help="Everything of this receiver.")] = None,
    since: Since = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="Also what was accepted before.")] = False,
) -> None:
    """Send again what is dead or held; a running service picks it up within a second, in order per incident."""
    from alerts.replay import replay as again
    from alerts.store.sql import SqlStore
    from core.clock import SystemClock
    from gridwatch.configuration.loader import load

    if not delivery and receiver is None and since is None:
        raise typer.BadParameter("give --id, --receiver or --since")
    store = SqlStore(load(config).settings.storage.url)
    try:
        count = again(
            store,
            now=SystemClock().now(),
            ids=delivery or (),
            receiver=receiver,
            since=since,
            accepted=accepted,
        )
    finally:
        store.close()
    out.print(f"{count} deliveries are pending again")
