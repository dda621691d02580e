"""`gridwatch replay`: recorded clips and stored looks through the pipeline, faster than real time."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import err, words, write_json


def replay(  # noqa: PLR0913, PLR0917 - options of a command, given by name
    paths: Annotated[
        list[Path], typer.Argument(help="Clips, folders of clips or pictures, or one folder of stored looks.")
    ],
    target: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    profile: Annotated[
        str | None,
        typer.Option(
            help="Profile by name, or a YAML file; needed for clips. Stored looks: for all cameras."
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="The configs folder; default: that of stored looks, else configs."
        ),
    ] = None,
    model: Annotated[Path | None, typer.Option(help="Model folder; default: as gridwatch.yaml says.")] = None,
    every: Annotated[float, typer.Option(help="Seconds of the clip between looks.", min=0.02)] = 1.0,
    settings: Annotated[list[str] | None, typer.Option("--set", help="Change a rule: crowd.count=15")] = None,
    video: Annotated[
        bool, typer.Option(help="Write annotated videos of clips; without them it is twice as fast.")
    ] = True,
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder that remembers detections; stored looks have one in --out by themselves."),
    ] = None,
    threads: Annotated[int, typer.Option(help="Cores for detector and decoder; 0: all.", min=0)] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not go on where an earlier run stopped.")
    ] = False,
    json: JsonTarget = None,
) -> None:
    """Replay recordings through the very pipeline the service runs; write what came of it.

    Into --out: run.json (for scores), pictures of the alarms, report.html, incidents.json, sightings.jsonl, and
    an annotated video of each clip unless --no-video is given. An interrupted replay goes on where it stopped.
    """
    from core.clock import SystemClock
    from gridwatch.cli.progress import track
    from gridwatch.workbench.record import incidents_told
    from gridwatch.workbench.session import Wanted, run_replay

    wanted = Wanted(
        paths=tuple(paths), out=target, configs=config, profile=profile, model=model, every_s=every,
        changes=tuple(settings or ()), video=video, cache=cache, threads=threads, fresh=fresh,
        command=_command(paths, target, profile, config, model, every, settings or [], video=video),
    )  # fmt: skip
    outcome = run_replay(
        wanted, clock=SystemClock(), track=track, say=lambda text: err.print(text, markup=False)
    )
    looked, took = outcome.looked_s, outcome.took_s
    summary = {
        "clips": len(outcome.results),
        "looks": sum(len(result.counts) for result in outcome.results),
        "clip_s": round(looked + outcome.again_s, 2),
        "took_s": round(took, 2),
        "cpu_s": round(outcome.cpu_s, 2),
        "times_real_time": round(looked / took, 2),
        "incidents": incidents_told(outcome.results),
        "alarms": len(outcome.run.alarms),
        "run": str(target / "run.json"),
        "report": str(outcome.report),
    }
    if json is not None:
        write_json(json, summary)
    words(json).print(
        f"{summary['alarms']} alarms in {summary['looks']} looks, {summary['times_real_time']} times faster than "
        f"real time ({took:.1f} s, {outcome.cpu_s:.1f} s of CPU); see {summary['report']}",
        markup=False,
    )


def _command(
    paths: list[Path], target: Path, profile: str | None, config: Path | None, model: Path | None, every: float,
    settings: list[str], *, video: bool,
) -> str:  # fmt: skip
    """Return what repeats this very replay."""
    parts = ["gridwatch", "replay", *map(str, paths)]
    parts += ["--profile", profile] if profile else []
    parts += ["--config", str(config)] if config else []
    parts += ["--model", str(model)] if model else []
    parts += ["--every", f"{every:g}"] if every != 1.0 else []
    parts += [] if video else ["--no-video"]
    for change in settings:
        parts += ["--set", change]
    return shlex.join([*parts, "--out", str(target)])
