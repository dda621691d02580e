"""A replay from beginning to end, as a plain function: what to look at, by what, and where to write it down.

    outcome = run_replay(Wanted(paths=(Path("day"),), out=Path("out")), clock=SystemClock())
    read_run(Path("out"))

Into the run folder go run.json, pictures of the alarms, incidents.json, sightings.jsonl, report.html and, when
asked for, annotated videos. Clips go one by one, each with a desk of its own, and a finished one is not seen again
when the replay is interrupted. Stored looks go together, all cameras through one desk; for them it is the
detections that are remembered. A run.json that lies there already goes before the first picture is written: a
folder never holds the run of one replay and the pictures of another.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from core.clock import Clock
from gridwatch.libraries import set_for_pictures
from gridwatch.workbench.cache import CachedDetector
from gridwatch.workbench.clip_session import replay_clips
from gridwatch.workbench.district import District, read_district, with_changes
from gridwatch.workbench.opening import TOLD_BY, opened
from gridwatch.workbench.opinions import opinions_of
from gridwatch.workbench.profiles import read_profile
from gridwatch.workbench.record import SourceResult, incidents_told
from gridwatch.workbench.replay import Seconds
from gridwatch.workbench.report import write_report
from gridwatch.workbench.runs import Run, write_run
from gridwatch.workbench.seeing import Detects
from gridwatch.workbench.sources import configs_of, stored_folder
from gridwatch.workbench.stored_session import replay_stored
from gridwatch.workbench.wanted import Say, Track, Wanted

__all__ = ["Outcome", "Wanted", "run_replay"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of it."""

    run: Run
    results: Sequence[SourceResult]
    report: Path
    took_s: float  # wall clock
    cpu_s: float  # of all threads
    looked_s: float  # time of the recording that was looked at just now
    again_s: float  # ... and that an earlier, interrupted run had looked at


def run_replay(
    wanted: Wanted,
    *,
    clock: Clock,
    say: Say = lambda _: None,
    track: Track = lambda _what, _total: contextlib.nullcontext(lambda _done: None),
    detector: Detects | None = None,
    second: Seconds | None = None,
) -> Outcome:
    """Replay what is wanted and write it down.

    Args:
        wanted: what.
        clock: measures how long it took; the recording has its own time.
        say: told in words what is worth knowing on the way.
        track: progress.
        detector: instead of the model's, e.g. one that knows the truth.
        second: opens second opinions on stored looks; None: as the configs' settings want them.

    Raises:
        GridwatchError: something cannot be read; what came before it is kept for the next try.
    """
    started, cpu = clock.monotonic(), _cpu_s()
    set_for_pictures()
    stored = stored_folder(wanted.paths)
    configs = configs_of(stored, wanted.configs)
    with ExitStack() as stack:
        district = _district(wanted, configs, stored)
        model = wanted.model or district.model
        cache = wanted.cache or (wanted.out / "detections" if stored else None)
        detects, facts = stack.enter_context(
            opened(model, district.settings.model, cache, threads=wanted.threads, instead=detector, say=say)
        )
        if stored:
            asks = second or opinions_of(
                district.settings, model=model, configs=configs, environment=os.environ
            )
            went = replay_stored(wanted, stored, district, detects, facts, say, track, asks)
        else:
            went = replay_clips(wanted, configs, district, detects, facts, say, track)
        counts = _counters(detects)
    results, every_s, again_s = went.results, went.every_s, went.again_s
    took_s, cpu_s = clock.monotonic() - started, _cpu_s() - cpu
    run = Run(
        command=wanted.command,
        model=facts["model"],
        model_sha256=facts.get("model_sha256", ""),
        model_told_by=facts.get(TOLD_BY, ""),
        profiles={result.profile.name: result.profile.version for result in results},
        changes=wanted.changes,
        every_s=every_s,
        timezone=district.settings.district.timezone,
        took_s=round(took_s, 3),
        sources=tuple(result.source for result in results),
        alarms=tuple(
            sorted(
                (alarm for result in results for alarm in result.alarms),
                key=lambda alarm: (alarm.opened_at, alarm.id),
            )
        ),
        facts={
            "pictures": float(sum(len(result.counts) for result in results)), "cpu_s": round(cpu_s, 2), **counts,
            **{f"gate_{said}": float(count) for said, count in went.gate.items()},
        },
        unread=went.unread,
    )  # fmt: skip
    _write_json(wanted.out / "incidents.json", incidents_told(results))
    report = wanted.out / "report.html"
    write_report(
        report, results, model=facts["model"], every_s=every_s, took_s=took_s, command=wanted.command, again_s=again_s,
        unread=went.unread,
    )  # fmt: skip
    write_run(wanted.out, run)  # last: who finds it finds the rest
    looked_s = sum(result.seconds for result in results) - again_s
    return Outcome(
        run=run,
        results=results,
        report=report,
        took_s=took_s,
        cpu_s=cpu_s,
        looked_s=looked_s,
        again_s=again_s,
    )


def _district(wanted: Wanted, configs: Path, stored: Path | None) -> District:
    """Return the cameras and profiles by which is judged; of clips only codes and settings are used."""
    district = read_district(configs)
    if stored is None:
        return district
    if wanted.profile is not None:
        return district.checked_by(read_profile(configs, wanted.profile, wanted.changes))
    if wanted.changes:
        return with_changes(district, configs, wanted.changes)
    return district


def _counters(detector: Detects) -> dict[str, float]:
    if not isinstance(detector, CachedDetector):
        return {}
    counters = detector.counters
    return {
        "remembered": float(counters.known),
        "detected": float(counters.seen),
        "memories_set_aside": float(counters.set_aside),
    }


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
