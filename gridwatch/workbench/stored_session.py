"""The half of a replay that looks at stored looks: together, all cameras through one desk, as the service does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from core.config.settings.detecting import GateChoice
from gridwatch.gating import Gating
from gridwatch.workbench.cache import CachedDetector
from gridwatch.workbench.district import District
from gridwatch.workbench.looks import StoredLook, decoded, read_looks
from gridwatch.workbench.record import Recorder
from gridwatch.workbench.replay import Replay, Seconds
from gridwatch.workbench.runs import unwrite_run
from gridwatch.workbench.seeing import Detects, RecordedLook, see
from gridwatch.workbench.sources import check_known
from gridwatch.workbench.wanted import Say, Track, Wanted, Went


def replay_stored(
    wanted: Wanted, folder: Path, district: District, detector: Detects, facts: Mapping[str, str],
    say: Say, track: Track, second: Seconds | None,
) -> Went:  # fmt: skip
    """Replay a folder of stored looks, all cameras through one desk.

    Args:
        wanted: what.
        folder: of the looks.
        district: its cameras and profiles.
        detector: sees.
        facts: of the model.
        say: told what is worth knowing on the way.
        track: progress.
        second: opens second opinions; None asks nobody.

    Raises:
        GridwatchError: a look cannot be read, or is of a camera that nobody checks.
    """
    looks = read_looks(folder)
    check_known(district, folder, looks)
    every_s = usual_gap_s(looks)
    wanted.out.mkdir(parents=True, exist_ok=True)
    unwrite_run(wanted.out)
    gating = Gating(GateChoice(mode=wanted.gate))
    replay = replay_of(district, evidence=wanted.out / "evidence", facts=facts, second=second, gating=gating)
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
    if isinstance(detector, CachedDetector) and detector.counters.known:
        say(f"{detector.counters.known} of {len(looks)} pictures had been seen before by this model")
    return Went(results=results, every_s=every_s, gate=gating.counts)


def replay_of(
    district: District,
    *,
    evidence: Path | None,
    facts: Mapping[str, str],
    second: Seconds | None = None,
    gating: Gating | None = None,
) -> Replay:
    """Return a replay of a district's cameras, as the service would look at them."""
    return Replay(
        cameras=district.cameras, profile_of=district.profile_of, codes=district.codes, grid=district.grid,
        merging=district.settings.merging, evidence=evidence, facts=facts, second=second,
        gating=gating,
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
