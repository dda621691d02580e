"""`gridwatch load`: how heavy the operators' load is, and how many seats a year would need."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.progress import track
from gridwatch.cli.reading import When, store_of
from gridwatch.cli.show import out, table, words, write_json

app = typer.Typer(
    help="The operators' load: alarms per seat and hour, floods, and seats needed.", no_args_is_help=True
)

Plot = Annotated[Path | None, typer.Option("--plot", help="Draw a picture here; the ending says the format.")]


@app.command("report")
def report(
    config: ConfigFolder = Path("configs"),
    since: When = None,
    until: When = None,
    json: JsonTarget = None,
    plot: Plot = None,
) -> None:
    """Compare the load of a time (a day back where not told) with what a seat can take."""
    from zoneinfo import ZoneInfo

    from alerts.load.inbox import InboxDesk
    from alerts.load.seats import seats_at
    from api.models.load import LoadOut
    from core.clock import SystemClock
    from gridwatch.configuration.loader import load
    from gridwatch.load.report import COLUMNS, draw, rows

    clock, settings = SystemClock(), load(config).settings
    end = until or clock.now()
    start = since or end - timedelta(days=1)
    if start >= end:
        raise typer.BadParameter("--since lies before --until")
    zone = ZoneInfo(settings.district.timezone)
    with store_of(settings) as store:
        figures = InboxDesk(store, rule=settings.load, zone=zone, clock=clock).measure(start, end)
        with store.read() as reader:
            marks = reader.load_marks(start, end) if plot is not None else ()
    if json is not None:
        write_json(json, LoadOut.of(figures).model_dump(mode="json"))
    if json is None or str(json) != "-":
        begin = figures.since.astimezone(end.tzinfo)
        table(f"Load from {begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}", COLUMNS, rows(figures))
    if plot is not None:
        hours = range(-((figures.since - end) // timedelta(hours=1)))
        seats = [seats_at(settings.load, figures.since + timedelta(hours=hour), zone) for hour in hours]
        plot.parent.mkdir(parents=True, exist_ok=True)
        draw(figures, marks, seats, plot)
        words(json).print(f"drawn: {plot}", markup=False)


@app.command("simulate")
def simulate(
    rate: Annotated[
        list[float] | None,
        typer.Option(help="Raw alarms for each camera and day; repeatable.", min=0.01, max=5),
    ] = None,
    cameras: Annotated[int, typer.Option(help="Cameras of the district.", min=50, max=100_000)] = 7396,
    days: Annotated[int, typer.Option(help="Days of the year to simulate.", min=1, max=366)] = 365,
    seed: Annotated[int, typer.Option(help="The same seed is the same year.")] = 1,
    jobs: Annotated[int, typer.Option(help="Processes at a time.", min=1, max=64)] = 2,
    json: JsonTarget = None,
    plot: Plot = None,
) -> None:
    """Simulate a year of the reference district: seats needed with nothing, and with each thing that takes load off."""
    from gridwatch.load.plot import draw
    from gridwatch.load.simulate import NOTES
    from gridwatch.load.simulate import simulate as run
    from gridwatch.load.world import Assumptions

    rates = rate or [0.05, 0.15, 0.5]
    assumed = Assumptions(cameras=cameras, days=days, seed=seed)
    with track("Simulating", 100) as progress:
        found = run(rates, assumed, jobs=jobs, progress=lambda share: progress(100 * share))
    if json is not None:
        write_json(json, found.to_json())
    if json is None or str(json) != "-":
        columns = (
            "raw alarms/camera/day",
            "with",
            "alarms",
            "seats at 6/h",
            "seats at 12/h",
            "in flood at 6/h",
            "held",
        )
        cells = [
            (
                f"{one.rate:g}",
                one.variant.words,
                one.alarms,
                one.at_6.seats,
                one.at_12.seats,
                f"{one.at_6.rates.flood_share:.2%}",
                sum(one.held.values()),
            )
            for one in found.results
        ]
        table(f"Seats that {days} days of {cameras} cameras need", columns, cells)
        for note in NOTES:
            out.print(f"- {note}", markup=False)
    if plot is not None:
        plot.parent.mkdir(parents=True, exist_ok=True)
        draw(found, plot)
        words(json).print(f"drawn: {plot}", markup=False)
