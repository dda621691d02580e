"""`gridwatch incidents`: what was filed, as a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from core.geo import Datum
from core.incident import Incident, Status
from gridwatch.cli.config import ConfigFolder
from gridwatch.cli.reading import When, store_of

app = typer.Typer(help="Incidents as files.", no_args_is_help=True)


@app.callback()
def incidents() -> None:
    """Keep `export` a command of its own: typer would fold a single one into its group."""


@app.command("export")
def export(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    file: Annotated[
        Path, typer.Argument(help="Ends in .geojson or .csv; - is standard output, with --format.")
    ],
    config: ConfigFolder = Path("configs"),
    kind: Annotated[
        str, typer.Option("--format", help="geojson or csv; default: what the file ends in.")
    ] = "",
    grid: Annotated[str | None, typer.Option(help="Only under this grid code.")] = None,
    matter: Annotated[list[str] | None, typer.Option(help="Only these matters.")] = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only of these source owners.")] = None,
    status: Annotated[list[Status] | None, typer.Option(help="Default: all but candidates.")] = None,
    camera: Annotated[str | None, typer.Option(help="Only what this camera sees.")] = None,
    since: When = None,
    until: When = None,
    datum: Annotated[Datum, typer.Option(help="Tell coordinates in this datum as well.")] = Datum.WGS84,
    language: Annotated[str, typer.Option(help="Of a CSV: zh or en.")] = "zh",
) -> None:
    """Write every incident that the filters let through, newest change first; a service may run meanwhile."""
    from zoneinfo import ZoneInfo

    from alerts.export.columns import Telling
    from alerts.export.geojson import geojson
    from alerts.export.pages import every
    from alerts.export.table import table
    from alerts.store.base import IncidentQuery
    from gridwatch.cli.progress import track
    from gridwatch.configuration.reading import read_settings

    ending = kind or file.suffix.removeprefix(".")
    if ending not in {"geojson", "csv"}:
        raise typer.BadParameter("give geojson or csv", param_hint="--format")
    if language not in {"zh", "en"}:
        raise typer.BadParameter("give zh or en", param_hint="--language")
    settings = read_settings(config)
    query = IncidentQuery(
        grid_prefix=grid,
        matters=tuple(matter or ()),
        owners=tuple(owner or ()),
        statuses=tuple(status or ()),
        camera_id=camera,
        since=since,
        until=until,
    )
    telling = Telling(
        language="en" if language == "en" else "zh", zone=ZoneInfo(settings.district.timezone), datum=datum
    )
    with store_of(settings) as store, store.read() as reader, track("incidents", 0) as told:
        pages = _counted(every(reader, query), told)
        pieces = geojson(pages, datum=datum) if ending == "geojson" else table(pages, telling)
        with _target(file) as target:
            for piece in pieces:
                target.write(piece)


def _counted(
    pages: Iterator[tuple[Incident, ...]], told: Callable[[float], None]
) -> Iterator[tuple[Incident, ...]]:
    count = 0
    for page in pages:
        yield page
        count += len(page)
        told(count)


@contextmanager
def _target(file: Path) -> Iterator[TextIO]:
    """Open standard output, or a file that is there only when it is whole."""
    if str(file) == "-":
        yield sys.stdout
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as target:
            yield target
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
