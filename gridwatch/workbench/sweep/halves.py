"""Which cameras a choice is made by, and which it is reported on. Pure.

A setting that was chosen on a camera looks better on that camera than it is. So half of the cameras choose, and the
figure that counts is the other half's. Cameras that see the same event stay together, or the event would be in both
halves; which half a group comes to follows from its names and events, never from chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from gridwatch.workbench.runs import Run
from gridwatch.workbench.truth import TrueEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Halves:
    """A split of the cameras."""

    tuning: frozenset[str]  # choose
    held_out: frozenset[str]  # report; empty where all cameras hang together


def split(cameras: Collection[str], events: Iterable[TrueEvent]) -> Halves:
    """Split cameras into two halves with about as many events each."""
    told = [event for event in events if event.cameras & set(cameras)]
    groups = _groups(cameras, told)
    weight = {
        group: (sum(bool(event.cameras & group) for event in told), len(group), _hash(min(group)))
        for group in groups
    }
    halves: tuple[set[str], set[str]] = (set(), set())
    load = [(0, 0), (0, 0)]
    for group in sorted(groups, key=lambda one: weight[one], reverse=True):
        side = 0 if load[0] <= load[1] else 1
        halves[side].update(group)
        load[side] = (load[side][0] + weight[group][0], load[side][1] + len(group))
    return Halves(tuning=frozenset(halves[0]), held_out=frozenset(halves[1]))


def part(
    run: Run, events: Sequence[TrueEvent], cameras: Collection[str]
) -> tuple[Run, tuple[TrueEvent, ...]]:
    """Return what of a run and of the truth is about some cameras; an alarm belongs to the camera that was first."""
    return (
        replace(
            run,
            sources=tuple(source for source in run.sources if source.camera in cameras),
            alarms=tuple(alarm for alarm in run.alarms if alarm.cameras[0] in cameras),
        ),
        tuple(event for event in events if event.cameras & set(cameras)),
    )


def _groups(cameras: Collection[str], events: Iterable[TrueEvent]) -> set[frozenset[str]]:
    """Return the cameras in groups that share events."""
    group_of = {camera: frozenset({camera}) for camera in cameras}
    for event in events:
        joined = frozenset().union(*(group_of[camera] for camera in event.cameras if camera in group_of))
        group_of.update(dict.fromkeys(joined, joined))
    return set(group_of.values())


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
