"""`gridwatch discover` and `gridwatch cameras list`; the other commands are modules of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.cameras_calibrate import calibrate
from gridwatch.cli.cameras_import import import_cameras
from gridwatch.cli.cameras_overlays import overlays, revert
from gridwatch.cli.cameras_probe import probe
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import out, table, write_json

app = typer.Typer(help="Cameras: list them, ask them what they are.", no_args_is_help=True)
app.command("import")(import_cameras)
app.command("probe")(probe)
app.command("calibrate")(calibrate)
app.command("overlays")(overlays)
app.command("revert")(revert)


def discover(
    seconds: Annotated[float, typer.Option(help="How long to wait for answers.", min=0.2, max=60)] = 3.0,
    interface: Annotated[str | None, typer.Option(help="Address of the network card to ask on.")] = None,
    json: JsonTarget = None,
) -> None:
    """Ask the local network segment for ONVIF devices (WS-Discovery does not cross VLANs)."""
    from core.clock import SystemClock
    from ingest.onvif import discover as ask

    found = ask(seconds, clock=SystemClock(), interface=interface)
    if json is not None:
        write_json(
            json,
            [
                {"host": one.host, "port": one.port, "path": one.path, "name": one.name, "hardware": one.hardware,
                 "location": one.location, "mac": one.mac, "endpoint": one.endpoint}
                for one in found
            ],
        )  # fmt: skip
        return
    rows = [(one.host, one.port, one.path, one.name, one.hardware, one.location) for one in found]
    table(f"{len(found)} devices", ("host", "port", "path", "name", "hardware", "location"), rows)
    if not found:
        out.print("No device answered. Cameras behind a router are listed in a CSV instead.")


@app.command("list")
def list_cameras(config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """List the configured cameras with the profile that each is checked by, and why."""
    from gridwatch.configuration.loader import load
    from gridwatch.configuration.selection import select

    configuration = load(config)
    rows = []
    for camera in configuration.cameras.values():
        profile, why = select(camera, configuration.profiles)
        period = camera.period_s or (profile.period_s if profile else None)
        rows.append(
            (camera.id, camera.name, camera.owner, camera.scene, profile.name if profile else "", why, period)
        )
    columns = ("id", "name", "owner", "scene", "profile", "why", "period_s")
    if json is not None:
        write_json(json, [dict(zip(columns, row, strict=True)) for row in rows])
    else:
        table(f"{len(rows)} cameras", columns, rows)
