"""Seats that a year of the reference district needs, with and without each thing that takes load off them."""

from __future__ import annotations

import dataclasses
import gc
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from alerts.load.measure import ACCEPTABLE, MANAGEABLE
from alerts.load.stages import STAGES, Stage, group, inhibit, rank, shelve, silence
from core.config.settings.load import Load
from gridwatch.load.merging import merged
from gridwatch.load.running import Year
from gridwatch.load.seating import Seats, seats_needed
from gridwatch.load.world import Assumptions, World
from gridwatch.load.year import make_year

MOST = 250_000  # raw alarms that are run; of a year with more, every second, third ... week
EVERYTHING_ASKS = Load()
MINOR_WAITS = Load(ask_from="moderate")


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """What takes load off the seats."""

    name: str
    words: str
    merging: bool = False
    stages: tuple[Stage, ...] = ()
    rule: Load = EVERYTHING_ASKS


VARIANTS = (
    Variant(name="nothing", words="nothing"),
    Variant(name="merging", words="merging", merging=True),
    Variant(name="grouping", words="grouping in floods", stages=(group,)),
    Variant(name="inhibition", words="inhibition and silences", stages=(inhibit, silence, shelve)),
    Variant(name="ranking", words="ranking: minor ones wait", stages=(rank,), rule=MINOR_WAITS),
    Variant(name="all", words="all together, minor ones ask too", merging=True, stages=STAGES),
    Variant(
        name="all_ranked",
        words="all together, minor ones wait",
        merging=True,
        stages=STAGES,
        rule=MINOR_WAITS,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One variant at one rate of raw alarms."""

    variant: Variant
    rate: float  # raw alarms a camera and day
    alarms: int  # that ask, none grouped
    at_6: Seats
    at_12: Seats
    held: Mapping[str, int]
    never: int  # held back, and gone before anybody had to look
    weeks: int  # that were run, spread evenly over the year; the counts are scaled to all of it

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""

        def seats(found: Seats) -> dict[str, float]:
            return {
                "seats": found.seats,
                "mean_per_seat_hour": round(found.rates.per_seat_hour, 2),
                "p95_hour_per_seat": round(found.rates.p95_hour, 2),
                "p95_ten_minutes_per_seat": round(found.rates.p95_ten_minutes, 2),
                "flood_share": round(found.rates.flood_share, 5),
                "grouped": found.grouped,
            }

        return {
            "variant": self.variant.name,
            "words": self.variant.words,
            "rate": self.rate,
            "alarms": self.alarms,
            "at_6_per_hour": seats(self.at_6),
            "at_12_per_hour": seats(self.at_12),
            "held": dict(self.held),
            "never_needed": self.never,
            "weeks_run": self.weeks,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulated:
    """Every variant at every rate."""

    assumed: Assumptions
    results: tuple[Result, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types, assumptions first."""
        assumed = {
            key: getattr(self.assumed, key) for key in (f.name for f in dataclasses.fields(self.assumed))
        }
        assumed["start"] = self.assumed.start.date().isoformat()
        return {
            "assumptions": assumed | {"severities": dict(self.assumed.severities)},
            "notes": list(NOTES),
            "results": [result.to_json() for result in self.results],
        }

    def of(self, variant: str, rate: float) -> Result:
        """Return one of them."""
        return next(one for one in self.results if (one.variant.name, one.rate) == (variant, rate))


NOTES = (
    "Raw alarms are what rules confirm in single cameras, before merging; cameras' own failures are among them.",
    "The number of cameras' own failures does not grow with the rate.",
    "An alarm that is shown is taken at once; what it costs to work one off is not modelled.",
    "A group is one alarm in each ten minutes in which it grew; its incidents are worked off in one go.",
    "Minor ones that wait stand at the end of the inbox and are sent to the grid platform as ever.",
    "Of a year with more than 250,000 raw alarms every second (third ...) week is run, and counts are scaled.",
    "Seats are staffed alike round the clock; with shifts by the time of day fewer hours are needed.",
    "The shares of true, false, chattering and rain-made alarms are assumed, not measured in a district.",
)


def simulate(
    rates: Sequence[float],
    assumed: Assumptions,
    *,
    variants: Sequence[Variant] = VARIANTS,
    jobs: int = 1,
    progress: Callable[[float], None] = lambda _: None,
) -> Simulated:
    """Run every variant at every rate.

    Args:
        rates: raw alarms for each camera and day.
        assumed: what the year is made of.
        variants: what takes load off the seats.
        jobs: processes at a time; 1: this one.
        progress: is told the share that is done.
    """
    wanted = [(rate, variant) for rate in rates for variant in variants]
    whole, done = sum(rate for rate, _ in wanted), 0.0
    found: dict[tuple[float, str], Result] = {}
    for result in _each(sorted(wanted, key=lambda one: -one[0]), assumed, jobs):
        found[result.rate, result.variant.name] = result
        done += result.rate
        progress(done / whole)
    return Simulated(assumed=assumed, results=tuple(found[rate, variant.name] for rate, variant in wanted))


def _each(wanted: Sequence[tuple[float, Variant]], assumed: Assumptions, jobs: int) -> Iterator[Result]:
    if jobs == 1:
        yield from (run_variant(rate, variant, assumed) for rate, variant in wanted)
        return
    # spawned: a process with threads (a progress bar) is not safely forked
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(run_variant, *zip(*wanted, strict=True), [assumed] * len(wanted))


def run_variant(rate: float, variant: Variant, assumed: Assumptions) -> Result:
    """Run one variant; the same rate and seed give every variant the same year."""
    rng = np.random.default_rng(assumed.seed)
    world = World.of(assumed, rng)
    alarms, troubles = make_year(world, rate, rng)
    every = max(1, math.ceil(len(alarms) / MOST))
    given = merged(alarms, world, rng) if variant.merging else alarms
    operators = np.random.default_rng(assumed.seed)
    collecting = gc.isenabled()
    gc.disable()  # millions of small records without a cycle among them: a third of the time
    try:
        passed = Year(world, troubles, variant.rule, operators).run(given, variant.stages, every=every)
    finally:
        if collecting:
            gc.enable()
    scale = assumed.days * 144 / len(passed.flat)  # of the weeks that were run to the year
    return Result(
        variant=variant,
        rate=rate,
        alarms=round(int(passed.flat.sum()) * scale),
        at_6=seats_needed(passed, ACCEPTABLE, variant.rule, assumed),
        at_12=seats_needed(passed, MANAGEABLE, variant.rule, assumed),
        held={by: round(count * scale) for by, count in passed.held.items()},
        never=round(passed.never * scale),
        weeks=math.ceil(len(passed.flat) / 1008),
    )
