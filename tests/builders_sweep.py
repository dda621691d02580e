"""A made-up district for sweeps: what a profile finds follows from its values by arithmetic."""

from __future__ import annotations

from datetime import timedelta

from core.errors import ConfigError
from gridwatch.workbench.runs import Alarm, Run, Source
from gridwatch.workbench.sweep.grid import Values
from gridwatch.workbench.sweep.trial import Figures, Trial
from gridwatch.workbench.truth import TrueEvent
from tests.builders import START

CAMERAS = tuple(f"cam-{number}" for number in range(6))
HOUR = timedelta(hours=1)


def events(each: int = 4) -> tuple[TrueEvent, ...]:
    """`each` events of every camera, four hours apart."""
    return tuple(
        TrueEvent(
            id=f"{camera}-{number}",
            matter="construction_waste",
            cameras=frozenset({camera}),
            start=START + 4 * HOUR * number + HOUR,
            end=START + 4 * HOUR * number + 3 * HOUR,
        )
        for camera in CAMERAS
        for number in range(each)
    )


def evaluate(values: Values) -> Run:
    """A threshold finds the less events, and a low one raises the more false alarms; k=9 cannot be."""
    told = dict(values)
    if told.get("waste.k") == 9:
        raise ConfigError("k=9 of n=4 can never be reached; make k at most n")
    threshold = float(str(told["waste.min_confidence"]))
    alarms = []
    for number, event in enumerate(events()):
        if number % 10 >= (threshold - 0.4) * 15:
            alarms.append(alarm(event.id, min(event.cameras), event.start + timedelta(minutes=10)))
        if number % 10 < (0.6 - threshold) * 25:
            alarms.append(alarm(f"{event.id}-f", min(event.cameras), event.start + 3.5 * HOUR))
    return run(*alarms)


def alarm(alarm_id: str, camera: str, opened_at: object) -> Alarm:
    """Build an alarm of one camera."""
    return Alarm(
        id=alarm_id,
        matter="construction_waste",
        cameras=(camera,),
        first_seen=opened_at,  # type: ignore[arg-type] # a datetime
        opened_at=opened_at,  # type: ignore[arg-type] # a datetime
    )


def run(*alarms: Alarm) -> Run:
    """Build a day of six cameras."""
    return Run(
        command="test",
        model="m 1",
        model_sha256="ff",
        profiles={"test": 1},
        every_s=60,
        sources=tuple(Source(camera=camera, start=START, seconds=86400, looks=1440) for camera in CAMERAS),
        alarms=alarms,
    )


def figures(f1: float = 0.8, *, false: float = 0.1, recall: float = 0.8, latency: float = 600) -> Figures:
    """Build the figures of ten events."""
    return Figures(
        events=10,
        found=round(10 * recall),
        false_alarms=1,
        camera_days=10,
        precision=0.9,
        recall=recall,
        f1=f1,
        f1_ci95=None,
        false_per_day=false,
        latency_p50_s=latency,
        latency_p95_s=latency,
    )


def trial(k: int = 3, tuned: Figures | None = None, held_out: Figures | None = None) -> Trial:
    """Build a trial of one setting."""
    return Trial(values=(("waste.k", k),), tuned=tuned or figures(), held_out=held_out)
