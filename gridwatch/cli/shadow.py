"""`gridwatch shadow report`: what a candidate would have raised beside what is live."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import out, table, words, write_json

app = typer.Typer(help="A candidate model or profile beside the live one, unseen.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `report` a command of its own."""


@app.command("report")
def report(
    config: ConfigFolder = Path("configs"),
    book: Annotated[
        Path | None, typer.Option("--book", help="The shadow's file; default: as gridwatch.yaml says.")
    ] = None,
    json: JsonTarget = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one self-contained HTML page.")] = None,
) -> None:
    """Tell agreement, alarms of one side alone, and cost, of every trial that is kept."""
    from gridwatch.configuration.reading import read_settings
    from gridwatch.shadow.kept import read_book
    from gridwatch.shadow.report import told, write_page

    path = book or Path(read_settings(config).shadow.file)
    kept = read_book(path)
    trials = [told(one) for one in kept]
    if json is not None:
        write_json(json, {"trials": trials})
    if html is not None:
        write_page(html, kept, path)
        words(json).print(f"Page: {html}", markup=False)
    if json is None or str(json) != "-":
        _print(trials)


def _print(trials: list[dict[str, Any]]) -> None:
    for trial in trials:
        out.print(
            f"{trial['candidate']['profile']} on {trial['candidate']['model']}, beside "
            f"{trial['live']['profile']} on {trial['live']['model']} (trial {trial['trial']})",
            markup=False,
        )
        cost = trial["cost"]
        each = "" if cost["ms_per_picture"] is None else f", {cost['ms_per_picture']} ms each"
        out.print(
            f"since {trial['since']}: {trial['looks']} looks of {trial['cameras']} cameras, {trial['shed']} shed, "
            f"{trial['failed']} failed; {cost['pictures']} pictures{each}",
            markup=False,
        )
        rows = [("all", trial), *sorted(trial["by_matter"].items())]
        table(
            "Alarms",
            ("matter", "live", "candidate", "both", "only live", "only candidate", "agreement", "later"),
            [
                (
                    name,
                    *(
                        one["alarms"][key]
                        for key in ("live", "candidate", "both", "only_live", "only_candidate")
                    ),
                    "-" if one["agreement"] is None else f"{one['agreement']:.3f}",
                    "-" if one["candidate_later_s"] is None else f"{one['candidate_later_s']:.0f} s",
                )
                for name, one in rows
            ],
        )
    if not trials:
        out.print("No trial has been kept yet.")
