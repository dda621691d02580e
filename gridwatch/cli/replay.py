"""`gridwatch replay`: recorded clips and stored looks through the pipeline, faster than real time."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget, gate_mode
from gridwatch.cli.show import err, words, write_json


def replay(  # noqa: PLR0913, PLR0917 - options of a command, given by name
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Videos, folders of videos or of pictures, or one folder of stored looks (it holds looks.jsonl).",
        ),
    ],
    target: Annotated[
        Path, typer.Option("--out", help="Folder to write to; a replay that was interrupted goes on in it.")
    ],
    profile: Annotated[
        str | None,
        typer.Option(
            help="What is looked for: a profile by name (profiles/NAME.yaml of the configs folder) or by its file. "
            "Needed for videos and pictures; the cameras of stored looks have theirs, which this one replaces."
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            help="Configs folder. Default: the one inside the stored looks, else ./configs.",
        ),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Model folder. Default: the one that gridwatch.yaml names.")
    ] = None,
    every: Annotated[
        float,
        typer.Option(
            help="Seconds of a video between two looks at it; stored looks keep their own times.", min=0.02
        ),
    ] = 1.0,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="RULE.KEY=VALUE",
            help="Change the profile for this replay: crowd.count=15. May be repeated.",
        ),
    ] = None,
    video: Annotated[
        bool,
        typer.Option(
            help="Write each video again with what was seen drawn in; without, a replay is twice as fast."
        ),
    ] = True,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Folder that remembers what the model saw in each picture, so that the next replay is quick. "
            "Default: OUT/detections for stored looks, none for videos."
        ),
    ] = None,
    gate: Annotated[
        str,
        typer.Option(
            metavar="off|shadow|on",
            help="Change gate on stored looks: on judges as if the detector had been left out where nothing changed; "
            "shadow only counts. run.json tells how often, and what was missed.",
        ),
    ] = "off",
    threads: Annotated[
        int, typer.Option(help="Processor cores to use; 0: as gridwatch.yaml says, all by default.", min=0)
    ] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Look at everything again instead of going on in --out.")
    ] = False,
    json: JsonTarget = None,
) -> None:
    """Replay recordings through the very pipeline of the service: which alarms would have been raised, and when?

    gridwatch replay clips/ --profile crowd --set crowd.count=15 --out var/run

    Open OUT/report.html first. Beside it: pictures of the alarms, annotated videos, run.json (for `gridwatch score`),
    incidents.json (as the API tells them) and sightings.jsonl (each look of each rule, and why). No camera is asked and
    no receiver is told. A clip that cannot be read does not stop the others; the exit status is 1 then.
    """
    from core.clock import SystemClock
    from gridwatch.cli.progress import track
    from gridwatch.workbench.record import incidents_told
    from gridwatch.workbench.session import Wanted, run_replay

    wanted = Wanted(
        paths=tuple(paths), out=target, configs=config, profile=profile, model=model, every_s=every,
        changes=tuple(settings or ()), video=video, cache=cache, threads=threads, fresh=fresh, gate=gate_mode(gate),
        command=_command(paths, target, profile, config, model, every, settings or [], video=video, gate=gate),
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
        "gate": {
            name[5:]: int(count) for name, count in outcome.run.facts.items() if name.startswith("gate_")
        },
        "unread": list(outcome.run.unread),
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
    if outcome.run.unread:
        err.print(
            f"{len(outcome.run.unread)} clips could not be read, or not to their end; see above", markup=False
        )
        raise typer.Exit(1)


def _command(
    paths: list[Path], target: Path, profile: str | None, config: Path | None, model: Path | None, every: float,
    settings: list[str], *, video: bool, gate: str,
) -> str:  # fmt: skip
    """Return what repeats this very replay."""
    parts = ["gridwatch", "replay", *map(str, paths)]
    parts += ["--profile", profile] if profile else []
    parts += ["--config", str(config)] if config else []
    parts += ["--model", str(model)] if model else []
    parts += ["--every", f"{every:g}"] if every != 1.0 else []
    parts += [] if video else ["--no-video"]
    parts += ["--gate", gate] if gate != "off" else []
    for change in settings:
        parts += ["--set", change]
    return shlex.join([*parts, "--out", str(target)])
