"""`gridwatch sweep`: many profiles over the same looks, detected once; the best one as a diff."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import err, out, table, write_json

if TYPE_CHECKING:
    from gridwatch.workbench.sweep.session import Swept
    from gridwatch.workbench.sweep.trial import Figures


def sweep(  # noqa: PLR0913, PLR0917 - every option of a command is an argument
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Videos, folders of videos or of pictures, or one folder of stored looks (it holds looks.jsonl).",
        ),
    ],
    truth: Annotated[list[Path], typer.Option("--truth", help="Event truth, JSON Lines; may be repeated.")],
    grid: Annotated[
        list[str],
        typer.Option(help="What to try: waste.k=2..4, waste.min_confidence=0.3..0.6/0.05. May be repeated."),
    ],
    target: Annotated[
        Path, typer.Option("--out", help="Folder to write to; an earlier sweep in it goes on.")
    ],
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="Configs folder. Default: the one inside the stored looks, else ./configs."
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            help="Profile to start from, by name or by its file. Needed for videos and pictures; the cameras of stored "
            "looks have theirs, which this one replaces."
        ),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Model folder. Default: the one that gridwatch.yaml names.")
    ] = None,
    every: Annotated[float, typer.Option(help="Seconds of a clip between looks.", min=0.02)] = 1.0,
    trials: Annotated[
        int | None, typer.Option(help="Trials at most; fewer than the grid: an even sample.", min=1)
    ] = None,
    optuna: Annotated[
        bool, typer.Option("--optuna", help="Let Optuna choose; 100 trials by default.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the sample, and of Optuna.")] = 0,
    max_false: Annotated[
        float | None,
        typer.Option(
            help="Highest recall within so many false alarms per camera and day, instead of F1.", min=0
        ),
    ] = None,
    within: Annotated[
        list[str] | None, typer.Option(help="Time to alarm that counts as found, as for `gridwatch score`.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder that remembers what the model saw. Default: OUT/detections.")
    ] = None,
    threads: Annotated[
        int, typer.Option(help="Cores for the detector; 0: as gridwatch.yaml says, all by default.", min=0)
    ] = 0,
    json: JsonTarget = None,
) -> None:
    """Try settings of a profile on recorded looks without detecting again, and write the best one as a diff.

    Chosen by half of the cameras, reported on the other half. Into --out: sweep.html, sweep.json, trials.jsonl,
    profiles/.
    """
    from gridwatch.cli.progress import track
    from gridwatch.workbench.sweep.session import Asked, run_sweep

    asked = Asked(
        paths=tuple(paths),
        truth=tuple(truth),
        grid=tuple(grid),
        out=target,
        configs=config,
        profile=profile,
        model=model,
        every_s=every,
        trials=trials,
        optuna=optuna,
        seed=seed,
        most_false_per_day=max_false,
        within=tuple(within or ()),
        cache=cache,
        threads=threads,
        command=shlex.join(["gridwatch", *sys.argv[1:]]),
    )
    swept = run_sweep(asked, track=track, say=lambda text: err.print(text, markup=False))
    if json is not None:
        write_json(json, {**swept.study.to_json(), "diffs": dict(swept.diffs), "page": str(swept.page)})
    if json is None or str(json) != "-":
        _print(swept)


def _print(swept: Swept) -> None:
    study = swept.study
    rows = [
        (name, *_cells(figures))
        for name, figures in (
            ("chosen, held out", study.best.held_out),
            ("present, held out", study.present.held_out),
            ("chosen, tuned on", study.best.tuned),
            ("present, tuned on", study.present.tuned),
        )
        if figures is not None
    ]
    columns = ("profile, cameras", "F1", "precision", "recall", "found", "false/camera-day", "latency p50 s")
    table(f"{len(study.trials)} trials, by {study.plan.objective.name}", columns, rows)
    if not study.held_out:
        out.print("nothing was held out (all cameras hang together): these figures flatter", markup=False)
    out.print(" ".join(f"{place}={value}" for place, value in study.best.values), markup=False)
    for one in swept.diffs.values():
        out.print(one, markup=False, end="")
    if not swept.diffs:
        out.print("the present profile is the best of those tried", markup=False)
    out.print(str(swept.page), markup=False)


def _cells(figures: Figures) -> tuple[str, ...]:
    return (
        _told(figures.f1),
        _told(figures.precision),
        _told(figures.recall),
        f"{figures.found} of {figures.events}",
        _told(figures.false_per_day),
        _told(figures.latency_p50_s, 0),
    )


def _told(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
