"""`gridwatch replay`: recorded clips through the pipeline, faster than real time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridwatch.cli.config import JsonTarget
from gridwatch.cli.show import err, out, write_json


def replay(
    clips: Annotated[list[Path], typer.Argument(help="Clips, or folders of clips or pictures.")],
    profile: Annotated[str, typer.Option(help="Profile by name, or a YAML file.")],
    target: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    config: Annotated[Path, typer.Option("--config", "-c", help="The configs folder.")] = Path("configs"),
    model: Annotated[Path | None, typer.Option(help="Model folder; default: as gridwatch.yaml says.")] = None,
    every: Annotated[float, typer.Option(help="Seconds of the clip between looks.", min=0.02)] = 1.0,
    settings: Annotated[list[str] | None, typer.Option("--set", help="Change a rule: crowd.count=15")] = None,
    video: Annotated[bool, typer.Option(help="Write annotated videos.")] = True,
    json: JsonTarget = None,
) -> None:
    """Replay recorded clips through the very pipeline the service runs; write a report.

    Into --out: report.html, incidents.json, sightings.jsonl and an annotated video of each clip.
    """
    from core.clock import SystemClock
    from gridwatch.cli.progress import track
    from gridwatch.workbench.clips import clip_info, find_clips
    from gridwatch.workbench.profiles import read_profile
    from gridwatch.workbench.record import incidents_told, record_clip
    from gridwatch.workbench.replay import ClipReplay, opened_detector, read_codes
    from gridwatch.workbench.report import write_report

    chosen = read_profile(config, profile, settings or [])
    found = find_clips(clips)
    codes, folder = read_codes(config)
    target.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    started = clock.monotonic()
    results = []
    with (
        opened_detector(model or folder) as (detector, facts),
        (target / "sightings.jsonl").open("w", encoding="utf-8") as sightings,
    ):
        for clip in found:
            one = ClipReplay(
                clip, chosen, detector, codes, every_s=every, evidence=target / "evidence", facts=facts
            )
            with track(clip.name, clip_info(clip).seconds) as progress:
                annotated = target / f"{clip.stem}.annotated.mp4" if video else None
                results.append(
                    record_clip(one, chosen, sightings, video=annotated, every_s=every, progress=progress)
                )
            err.print(
                f"{clip.name}: {len(results[-1].counts)} looks, {len(results[-1].incidents)} incidents",
                markup=False,
            )
    took = clock.monotonic() - started
    incidents = incidents_told(results)
    write_json(target / "incidents.json", incidents)
    write_report(
        target / "report.html",
        results,
        chosen,
        model=facts["model"],
        every_s=every,
        took_s=took,
        command=f"gridwatch replay {' '.join(map(str, clips))} --profile {profile} --every {every:g} --out {target}",
    )
    seconds = sum(result.seconds for result in results)
    summary = {
        "clips": len(found),
        "looks": sum(len(result.counts) for result in results),
        "clip_s": round(seconds, 2),
        "took_s": round(took, 2),
        "times_real_time": round(seconds / took, 2),
        "incidents": incidents,
        "report": str(target / "report.html"),
    }
    if json is not None:
        write_json(json, summary)
    out.print(
        f"{summary['times_real_time']} times faster than real time; see {summary['report']}", markup=False
    )
