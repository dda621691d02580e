"""A replay from beginning to end, as a plain function: what to look at, by what, and where to write it down.

    outcome = run_replay(Wanted(paths=(Path("day"),), out=Path("out")), clock=SystemClock())
    read_run(Path("out"))

Into the run folder go run.json, pictures of the alarms, incidents.json, sightings.jsonl, report.html and, when
asked for, annotated videos. Clips go one by one, each with a desk of its own, and a finished one is not seen again
when the replay is interrupted. Stored looks go together, all cameras through one desk; for them it is the
detections that are remembered.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.config.profile import Profile
from core.errors import ClipError, ConfigError
from gridwatch.workbench.clip_replay import ClipReplay, clip_camera
from gridwatch.workbench.clips import clip_info, find_clips
from gridwatch.workbench.district import District, read_district, with_changes
from gridwatch.workbench.looks import StoredLook, decoded, read_looks
from gridwatch.workbench.opinions import opinions_of
from gridwatch.workbench.parts import Parts
from gridwatch.workbench.profiles import read_profile
from gridwatch.workbench.record import Recorder, SourceResult, incidents_told
from gridwatch.workbench.replay import Replay, Seconds, opened_detector
from gridwatch.workbench.report import write_report
from gridwatch.workbench.runs import Run, write_run
from gridwatch.workbench.seeing import Detects, RecordedLook, see
from gridwatch.workbench.sources import check_known, configs_of, stored_folder
from gridwatch.workbench.video import VideoWriter

Track = Callable[[str, float], AbstractContextManager[Callable[[float], None]]]
"""(what, total) -> a context that gives a function to be called with how far it has come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a replay is asked for."""

    paths: tuple[Path, ...]  # clips, folders of clips or pictures, or one folder of stored looks
    out: Path  # the run folder
    configs: Path | None = None  # None: those of the stored looks, else `configs`
    profile: str | None = None  # for all cameras; needed for clips
    model: Path | None = None  # model folder; None: as gridwatch.yaml says
    every_s: float = 1.0  # between looks at a clip; stored looks have their own times
    changes: tuple[str, ...] = ()  # `--set rule.key=value`
    video: bool = False  # annotated videos of clips
    cache: Path | None = None  # folder of remembered detections; stored looks have one in the run folder
    threads: int = 0  # cores that detector and decoder take; 0: all
    fresh: bool = False  # do not go on where an earlier run stopped
    command: str = "gridwatch replay"  # what repeats it


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
    say: Callable[[str], None] = lambda _: None,
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
    stored = stored_folder(wanted.paths)
    configs = configs_of(stored, wanted.configs)
    wanted.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        district = _district(wanted, configs, stored)
        cache = wanted.cache or (wanted.out / "detections" if stored else None)
        detects, facts = stack.enter_context(_detector(wanted, district, cache, detector))
        if stored:
            model = wanted.model or district.model
            asks = second or opinions_of(
                district.settings, model=model, configs=configs, environment=os.environ
            )
            results, every_s, again_s = _stored(wanted, stored, district, detects, facts, say, track, asks)
        else:
            results, every_s, again_s = _clips(wanted, configs, district, detects, facts, say, track)
        counts = _counters(detects)
    took_s, cpu_s = clock.monotonic() - started, _cpu_s() - cpu
    run = Run(
        command=wanted.command,
        model=facts["model"],
        model_sha256=facts.get("model_sha256", ""),
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
        facts={"pictures": float(sum(len(result.counts) for result in results)), "cpu_s": round(cpu_s, 2), **counts},
    )  # fmt: skip
    write_run(wanted.out, run)
    _write_json(wanted.out / "incidents.json", incidents_told(results))
    report = wanted.out / "report.html"
    write_report(
        report, results, model=facts["model"], every_s=every_s, took_s=took_s, command=wanted.command, again_s=again_s
    )  # fmt: skip
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


_Went = tuple[list[SourceResult], float, float]  # results, seconds between looks, seconds not looked at again


def _clips(
    wanted: Wanted, configs: Path, district: District, detector: Detects, facts: Mapping[str, str],
    say: Callable[[str], None], track: Track,
) -> _Went:  # fmt: skip
    if wanted.profile is None:
        raise ConfigError("name what the clips are checked for: --profile crowd, or a profile's YAML file")
    profile = read_profile(configs, wanted.profile, wanted.changes)
    parts = Parts(wanted.out, _settings(wanted, [profile], facts), fresh=wanted.fresh)
    if parts.news:
        say(parts.news)
    results: list[SourceResult] = []
    again_s = 0.0
    for clip in find_clips(list(wanted.paths)):
        camera = clip_camera(clip, [result.camera for result in results])
        film = wanted.out / f"{camera.id}.annotated.mp4" if wanted.video else None
        before = parts.load(camera.id, clip, profile)
        if before is not None and (film is None or film.exists()):
            say(f"{clip.name}: replayed before, not looked at again")
            results.append(before)
            again_s += before.seconds
            continue
        info = clip_info(clip)
        one = ClipReplay(
            clip, profile, detector, district.codes, every_s=wanted.every_s, evidence=wanted.out / "evidence",
            facts=facts, camera=camera, source=camera.id, threads=wanted.threads,
        )  # fmt: skip
        with ExitStack() as stack:
            progress = stack.enter_context(track(clip.name, info.seconds))
            lines = stack.enter_context(parts.sightings(camera.id).open("w", encoding="utf-8"))
            writer = stack.enter_context(VideoWriter(film, 1 / wanted.every_s)) if film else None
            recorder = Recorder(
                wanted.out, lines, {camera.id: camera}, {camera.id: profile}, clip=clip.name, film=writer
            )
            for look in one.looks():
                recorder.take(look)
                progress(look.seconds)
        about = f"{info.width}×{info.height} {info.codec}"
        found = recorder.results(one.incidents(), wanted.every_s, {camera.id: (clip.name, about)})
        if not found:
            raise ClipError(f"{clip}: holds no picture that can be read")
        parts.keep(found[0], clip)
        results += found
        say(f"{clip.name}: {len(found[0].counts)} looks, {len(found[0].incidents)} incidents")
    with (wanted.out / "sightings.jsonl").open("wb") as whole:
        for result in results:
            with parts.sightings(result.camera).open("rb") as part:
                shutil.copyfileobj(part, whole)
    return results, wanted.every_s, again_s


def _stored(
    wanted: Wanted, folder: Path, district: District, detector: Detects, facts: Mapping[str, str],
    say: Callable[[str], None], track: Track, second: Seconds | None,
) -> _Went:  # fmt: skip
    looks = read_looks(folder)
    check_known(district, folder, looks)
    every_s = usual_gap_s(looks)
    replay = replay_of(district, evidence=wanted.out / "evidence", facts=facts, second=second)
    with ExitStack() as stack:
        progress = stack.enter_context(track(folder.name, float(len(looks))))
        lines = stack.enter_context((wanted.out / "sightings.jsonl").open("w", encoding="utf-8"))
        recorder = Recorder(wanted.out, lines, district.cameras, district.profile_of)
        seen = see(recorded(looks), detector, plan_of=replay.plan_of)
        stack.callback(seen.close)  # type: ignore[attr-defined] # it is a generator
        for number, look in enumerate(replay.judge(seen), 1):
            recorder.take(look)
            progress(float(number))
    results = recorder.results(replay.incidents(), every_s, {})
    known = _counters(detector).get("remembered", 0)
    if known:
        say(f"{known:.0f} of {len(looks)} pictures had been seen before by this model")
    return results, every_s, 0.0


def replay_of(
    district: District, *, evidence: Path | None, facts: Mapping[str, str], second: Seconds | None = None
) -> Replay:
    """Return a replay of a district's cameras, as the service would look at them."""
    return Replay(
        cameras=district.cameras, profile_of=district.profile_of, codes=district.codes, grid=district.grid,
        merging=district.settings.merging, evidence=evidence, facts=facts, second=second,
    )  # fmt: skip


def recorded(looks: Sequence[StoredLook]) -> Iterator[RecordedLook]:
    """Read and decode stored looks, one by one.

    Raises:
        BadLooks: naming the picture that cannot be read.
    """
    for look in looks:
        jpeg = look.jpeg()
        yield RecordedLook(
            camera_id=look.camera, taken_at=look.taken_at, image=decoded(jpeg, str(look.path)), jpeg=jpeg
        )


def usual_gap_s(looks: Sequence[StoredLook]) -> float:
    """Return the middle one of the times between two looks of a camera, in seconds; 60 where there is none."""
    last: dict[str, Any] = {}
    gaps: list[float] = []
    for look in looks:
        if look.camera in last:
            gaps.append((look.taken_at - last[look.camera]).total_seconds())
        last[look.camera] = look.taken_at
    return sorted(gaps)[len(gaps) // 2] if gaps else 60.0


@contextlib.contextmanager
def _detector(
    wanted: Wanted, district: District, cache: Path | None, given: Detects | None
) -> Iterator[tuple[Detects, dict[str, str]]]:
    if given is not None:
        yield given, {"model": type(given).__name__, "model_sha256": "0" * 64}
        return
    folder = wanted.model or district.model
    if cache is None:
        with opened_detector(folder, threads=wanted.threads) as opened:
            yield opened
        return
    from gridwatch.workbench.cache import opened_cached

    with opened_cached(folder, cache, threads=wanted.threads) as cached:
        yield cached


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


def _settings(wanted: Wanted, profiles: Sequence[Profile], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return what makes a finished clip worth keeping, by names that people understand."""
    return {
        "model": facts.get("model_sha256", facts["model"]),
        "profile": [profile.model_dump(mode="json") for profile in profiles],
        "every": wanted.every_s,
    }


def _counters(detector: Detects) -> dict[str, float]:
    from gridwatch.workbench.cache import CachedDetector

    if not isinstance(detector, CachedDetector):
        return {}
    counters = detector.counters
    return {"remembered": float(counters.known), "detected": float(counters.seen)}


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
