"""The half of a replay that looks at clips: one by one, each with a desk of its own, and none twice.

A clip that was finished before a replay was interrupted is not seen again; see `parts.py`. A clip that cannot be
read, or not to its end, does not stop the others: what could be read of it counts, and the run says what not.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from core.config.profile import Profile
from core.errors import ClipError, ConfigError
from gridwatch.workbench.clip_replay import ClipReplay, clip_camera
from gridwatch.workbench.clips import clip_info, find_clips
from gridwatch.workbench.district import District
from gridwatch.workbench.opening import TOLD_BY
from gridwatch.workbench.parts import Parts
from gridwatch.workbench.profiles import read_profile
from gridwatch.workbench.record import Recorder, SourceResult
from gridwatch.workbench.runs import unwrite_run
from gridwatch.workbench.seeing import Detects
from gridwatch.workbench.video import VideoWriter
from gridwatch.workbench.wanted import Say, Track, Wanted, Went


def replay_clips(
    wanted: Wanted, configs: Path, district: District, detector: Detects, facts: Mapping[str, str],
    say: Say, track: Track,
) -> Went:  # fmt: skip
    """Replay clips one by one, and go on where an interrupted replay stopped.

    Args:
        wanted: what.
        configs: the configs folder.
        district: of it the codes are used.
        detector: sees.
        facts: of the model.
        say: told what is worth knowing on the way.
        track: progress of each clip.

    Raises:
        ClipError: none of the clips can be read.
        GridwatchError: something else cannot be read; clips that were finished before it are kept.
    """
    if wanted.profile is None:
        raise ConfigError("name what the clips are checked for: --profile crowd, or a profile's YAML file")
    profile = read_profile(configs, wanted.profile, wanted.changes)
    clips = find_clips(list(wanted.paths))
    wanted.out.mkdir(parents=True, exist_ok=True)
    unwrite_run(wanted.out)
    parts = Parts(wanted.out, _settings(wanted, [profile], facts), fresh=wanted.fresh)
    if parts.news:
        say(parts.news)
    results: list[SourceResult] = []
    unread: list[str] = []
    again_s = 0.0
    for clip in clips:
        camera = clip_camera(clip, [result.camera for result in results])
        film = wanted.out / f"{camera.id}.annotated.mp4" if wanted.video else None
        before = parts.load(camera.id, clip, profile)
        if before is not None and (film is None or film.exists()):
            say(f"{clip.name}: replayed before, not looked at again")
            results.append(before)
            again_s += before.seconds
            continue
        parts.drop(camera.id)
        one = ClipReplay(
            clip, profile, detector, district.codes, every_s=wanted.every_s, evidence=wanted.out / "evidence",
            facts=facts, camera=camera, source=camera.id, threads=wanted.threads,
        )  # fmt: skip
        with parts.sightings(camera.id).open("w", encoding="utf-8") as lines:
            found, problem = _seen(one, wanted, profile, film, lines, track)
        if found is not None:
            results.append(found)
            say(f"{clip.name}: {len(found.counts)} looks, {len(found.incidents)} incidents")
        if problem is not None:
            unread.append(problem if found is None else f"{problem}; its first {found.seconds:g} s count")
            say(unread[-1])
        elif found is not None:
            parts.keep(found, clip)
    if not results:
        raise ClipError("; ".join(unread))
    with (wanted.out / "sightings.jsonl").open("wb") as whole:
        for result in results:
            with parts.sightings(result.camera).open("rb") as part:
                shutil.copyfileobj(part, whole)
    return Went(results=results, every_s=wanted.every_s, again_s=again_s, unread=tuple(unread))


def _seen(
    one: ClipReplay, wanted: Wanted, profile: Profile, film: Path | None, lines: TextIO, track: Track
) -> tuple[SourceResult | None, str | None]:
    """Look at one clip; return what came of it, None for nothing, and what could not be read, None for all could."""
    camera, clip = one.camera, one.clip
    problem: str | None = None
    try:
        info = clip_info(clip)
    except ClipError as error:
        return None, str(error)
    with ExitStack() as stack:
        progress = stack.enter_context(track(clip.name, info.seconds))
        writer = stack.enter_context(VideoWriter(film, 1 / wanted.every_s)) if film else None
        recorder = Recorder(
            wanted.out, lines, {camera.id: camera}, {camera.id: profile}, clip=clip.name, film=writer
        )
        try:
            for look in one.looks():
                recorder.take(look)
                progress(look.seconds)
        except ClipError as error:
            problem = str(error)
    about = f"{info.width}×{info.height} {info.codec}"
    found = recorder.results(one.incidents(), wanted.every_s, {camera.id: (clip.name, about)})
    if not found:
        return None, problem or f"{clip}: holds no picture that can be read; replace it, or leave it out"
    return found[0], problem


def _settings(wanted: Wanted, profiles: Sequence[Profile], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return what makes a finished clip worth keeping, by names that people understand."""
    return {
        "model": facts.get("model_sha256", facts["model"]),
        "how the model is run": facts.get(TOLD_BY, ""),
        "profile": [profile.model_dump(mode="json") for profile in profiles],
        "every": wanted.every_s,
    }
