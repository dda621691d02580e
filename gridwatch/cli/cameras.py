"""`gridwatch discover`, `gridwatch cameras probe`, `gridwatch cameras list`; `import` is a module of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.cameras_import import import_cameras
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import out, table, write_json

app = typer.Typer(help="Cameras: list them, ask them what they are.", no_args_is_help=True)
app.command("import")(import_cameras)


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


@app.command("probe")
def probe(
    config: ConfigFolder = Path("configs"),
    camera: Annotated[list[str] | None, typer.Option("--camera", help="Only these ids.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only this source owner.")] = None,
    threads: Annotated[int, typer.Option(help="Devices asked at once.", min=1, max=64)] = 8,
    json: JsonTarget = None,
) -> None:
    """Ask every camera by ONVIF what it is and gives; the table says what to fix. Exit 1 if one is unusable."""
    from core.clock import SystemClock
    from core.errors import NotFound
    from gridwatch.cli.progress import track
    from gridwatch.configuration.loader import load
    from ingest.onvif import probe as ask

    configuration = load(config)
    unknown = sorted(set(camera or ()) - configuration.cameras.keys())
    if unknown:
        raise NotFound(f"no camera {', '.join(unknown)} in {config}")
    wanted = [
        one
        for one in configuration.cameras.values()
        if one.access.onvif and (not camera or one.id in camera) and (owner is None or one.owner == owner)
    ]
    clock, secrets = SystemClock(), configuration.secrets
    results = []
    with ThreadPoolExecutor(threads) as pool, track("probing", len(wanted)) as progress:
        asked = [
            pool.submit(
                ask,
                one,
                secrets.credential(one.access.credential),
                looking=configuration.settings.looking,
                clock=clock,
            )
            for one in wanted
        ]
        for future in asked:
            results.append(future.result())
            progress(len(results))
    if json is not None:
        write_json(json, [result.to_json() for result in results])
    else:
        rows = [result.to_row() for result in results]
        columns = tuple(rows[0]) if rows else ("camera",)
        table(f"{len(rows)} cameras", columns, [tuple(row.values()) for row in rows])
    if not all(result.ok for result in results):
        raise typer.Exit(1)


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
