"""A run against the truth, as figures: `score(run, events).to_json()`. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gridwatch.workbench.runs import Alarm, Run
from gridwatch.workbench.scoring.counts import CountError, count_mae, counted
from gridwatch.workbench.scoring.looked import LIGHTS, CameraDay, days_looked, light, seen, summed
from gridwatch.workbench.scoring.matching import GRACE, Matching, Pair, match
from gridwatch.workbench.scoring.tally import Counts, Tally
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.truth import TrueEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One event or false alarm as it is counted: what, where, when."""

    kind: str  # found | late | missed | false | duplicate
    id: str  # of the event, or of the false alarm
    matter: str
    camera: str  # that raised it; of a missed event the first by name that looked
    home: str  # first camera by name that looked: the same in every run, for pairing runs
    at: datetime  # start of the event, or when the alarm was opened
    light: str  # day | night
    pair: Pair | None = None  # of found and late


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorecard:
    """What was found of what happened, broken down.

    The truth is taken as complete for the run's sources: an alarm without an event is false. Events that none of the
    run's looks could have seen are `not_looked_at` and count nowhere else.
    """

    total: Tally
    by_matter: Mapping[str, Tally]
    by_camera: Mapping[str, Tally]  # a false alarm counts for the camera that saw it first
    by_light: Mapping[str, Tally]  # day | night, on the clock of the run's time zone
    matching: Matching
    cases: tuple[Case, ...]
    clusters: Mapping[CameraDay, Counts]
    not_looked_at: tuple[TrueEvent, ...]
    within_s: Mapping[str, float]  # T by matter that occurred, seconds
    counts: CountError | None  # of matched alarms whose event tells how many there were
    model_sha256: str = ""  # of the weights that the run saw with
    model_told_by: str = ""  # what else decided which boxes were told; "" where the run does not say
    profiles: Mapping[str, int] = field(default_factory=dict)  # that it was judged by, name -> version

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        counts = self.counts
        return {
            "of": {
                "model_sha256": self.model_sha256,
                "model_told_by": self.model_told_by,
                "profiles": dict(self.profiles),
            },
            **self.total.to_json(),
            "not_looked_at": len(self.not_looked_at),
            "within_s": dict(self.within_s),
            "by_matter": {name: tally.to_json() for name, tally in self.by_matter.items()},
            "by_camera": {name: tally.to_json() for name, tally in self.by_camera.items()},
            "by_light": {name: tally.to_json() for name, tally in self.by_light.items()},
            "count_error": None
            if counts is None
            else {"pairs": counts.pairs, "mae": round(counts.mae, 2), "bias": round(counts.bias, 2)},
            "pairs": [
                {
                    "event": pair.event.id,
                    "alarm": pair.alarm.id,
                    "late": pair.late,
                    "latency_s": round(pair.latency_s, 1),
                    "place_error_m": None if pair.place_error_m is None else round(pair.place_error_m, 2),
                }
                for pair in self.matching.pairs
            ],
            "missed_events": [event.id for event in self.matching.missed],
            "not_looked_at_events": [event.id for event in self.not_looked_at],
            "invented_alarms": [alarm.id for alarm in self.matching.inventions],
            "duplicate_alarms": [alarm.id for alarm in self.matching.duplicates],
        }


def score(
    run: Run, events: Sequence[TrueEvent], *, within: Within | None = None, grace: timedelta = GRACE
) -> Scorecard:
    """Score a run.

    Args:
        run: as `read_run` gives it.
        events: complete truth of its sources; distinct ids.
        within: T by matter.
        grace: how long after its end an event may still be told.
    """
    within = within or Within()
    zone = ZoneInfo(run.timezone)
    visible = seen(events, run.sources)
    matching = match(visible.events, run.alarms, within=within, grace=grace)
    cases = _cases(matching, zone)
    by_hour = days_looked(run.sources, zone)
    days = summed(by_hour)
    cameras: dict[str, dict[CameraDay, float]] = defaultdict(dict)
    for at, share in days.items():
        cameras[at[0]][at] = share
    lights = {name: summed({at: share for at, share in by_hour.items() if at[1] == name}) for name in LIGHTS}

    def broken_down(
        key: Callable[[Case], str], looked: Mapping[str, Mapping[CameraDay, float]]
    ) -> dict[str, Tally]:
        groups: dict[str, list[Case]] = {name: [] for name in looked}
        for case in cases:
            groups.setdefault(key(case), []).append(case)
        return {name: _tally(groups[name], looked.get(name, {}), zone) for name in sorted(groups)}

    return Scorecard(
        total=_tally(cases, days, zone),
        by_matter=broken_down(lambda case: case.matter, dict.fromkeys({case.matter for case in cases}, days)),
        by_camera=broken_down(lambda case: case.camera, cameras),
        by_light=broken_down(lambda case: case.light, lights),
        matching=matching,
        cases=cases,
        clusters=_clusters(cases, days, zone),
        not_looked_at=visible.not_looked_at,
        within_s=within.to_json(case.matter for case in cases),
        counts=count_mae(counted(matching.pairs)),
        model_sha256=run.model_sha256,
        model_told_by=run.model_told_by,
        profiles=run.profiles,
    )


def _cases(matching: Matching, zone: ZoneInfo) -> tuple[Case, ...]:
    cases = [_event_case(pair.event, zone, pair) for pair in matching.pairs]
    cases += [_event_case(event, zone, None) for event in matching.missed]
    for kind, alarms in (("false", matching.inventions), ("duplicate", matching.duplicates)):
        cases += [_alarm_case(kind, alarm, zone) for alarm in alarms]
    return tuple(sorted(cases, key=lambda case: (case.at, case.kind, case.id)))


def _event_case(event: TrueEvent, zone: ZoneInfo, pair: Pair | None) -> Case:
    told = [camera for camera in pair.alarm.cameras if camera in event.cameras] if pair else []
    return Case(
        kind="missed" if pair is None else "late" if pair.late else "found",
        id=event.id,
        matter=event.matter,
        camera=told[0] if told else min(event.cameras),
        home=min(event.cameras),
        at=event.start,
        light=light(event.start, zone, event.tags),
        pair=pair,
    )


def _alarm_case(kind: str, alarm: Alarm, zone: ZoneInfo) -> Case:
    return Case(
        kind=kind,
        id=alarm.id,
        matter=alarm.matter,
        camera=alarm.cameras[0],
        home=alarm.cameras[0],
        at=alarm.opened_at,
        light=light(alarm.opened_at, zone),
    )


def _clusters(
    cases: Sequence[Case], days: Mapping[CameraDay, float], zone: ZoneInfo
) -> dict[CameraDay, Counts]:
    clusters: dict[CameraDay, Counts] = defaultdict(Counts)
    for at, share in days.items():
        clusters[at].days = share
    for case in cases:
        counts = clusters[case.home, case.at.astimezone(zone).date()]
        if case.kind == "found":
            counts.found += 1
        elif case.kind == "late":
            counts.late += 1
        elif case.kind == "missed":
            counts.missed += 1
        else:
            counts.false += 1
            counts.duplicates += case.kind == "duplicate"
    return dict(clusters)


def _tally(cases: Sequence[Case], days: Mapping[CameraDay, float], zone: ZoneInfo) -> Tally:
    pairs = [case.pair for case in cases if case.pair is not None]
    return Tally.of(
        _clusters(cases, days, zone),
        [pair.latency_s for pair in pairs],
        [pair.place_error_m for pair in pairs if pair.place_error_m is not None],
    )
