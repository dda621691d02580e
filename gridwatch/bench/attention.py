"""What attention is worth: from the start of an event to its alarm, beside a plain round robin of the same looks.

Three ways of giving the same number of looks to the same cameras on the same days, with the real schedule and rules:

- round robin: every camera once in a period, nothing else;
- confirming: the same, and what is not confirmed yet asks for looks (the service with attention off);
- attention: the service with attention on, its history earned on days before those that are measured.

The second one's period is lengthened until it spends what attention spent, the first one's is set to.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.attention import Attention as Choice
from gridwatch.bench.attention_days import DAY_S, Days, Happening, Recipe, Ward
from gridwatch.bench.attention_eye import Eye
from gridwatch.bench.attention_run import Lived, Policy, Run
from gridwatch.simulator.profiles import DAY_PROFILES

PERIOD_S = float(DAY_PROFILES["street"]["period_s"])
WARM_S = 7200.0
"""Seconds that a way without a history looks before it is measured."""
CLOSE = 0.005
"""As near as this the looks of two ways must be."""
_TRIES = 3
_RESAMPLES = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A district and how long it is watched."""

    name: str
    recipe: Recipe
    history_days: int  # lived through before, not measured
    days: int  # measured

    @property
    def since(self) -> float:
        """Second at which measuring begins."""
        return self.history_days * DAY_S

    @property
    def end(self) -> float:
        """Second at which it ends."""
        return (self.history_days + self.days) * DAY_S


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """What came of one way of giving looks. Seconds are from an event's start to its alarm unless said otherwise."""

    name: str
    period_s: float  # that the schedule was planned with
    looks: int  # in the measured days, confirming ones included
    confirming: int  # of these
    alarmed: int  # events
    first_look_p50_s: float  # to the first look that showed it
    p50_s: float
    mean_s: float
    p95_s: float
    cleared_p50_s: float  # from the end of what was alarmed to the look that called it gone
    longest_wait_s: float  # of any camera between two looks
    again: int  # alarms for what had been called gone while it was there
    false_alarms: int
    latencies_s: tuple[float, ...]  # sorted


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The figures of one setting."""

    setting: Setting
    events: int  # that began in the measured days
    plan_looks: int  # what every camera once in its plain period comes to
    ways: tuple[Way, ...]  # round robin, confirming, attention
    sooner_s: dict[
        str, tuple[float, float, float]
    ]  # other way -> mean by which attention is sooner, 95 % interval

    def to_json(self) -> dict[str, Any]:
        """Return plain values, without the single latencies."""
        return {
            "cameras": self.setting.recipe.cameras,
            "events_a_day": self.setting.recipe.events,
            "recurring": self.setting.recipe.recurring,
            "history_days": self.setting.history_days,
            "days": self.setting.days,
            "events": self.events,
            "plan_looks": self.plan_looks,
            "ways": [
                {
                    name: round(value, 2) if isinstance(value, float) else value
                    for name, value in asdict(way).items()
                    if name != "latencies_s"
                }
                for way in self.ways
            ],
            "sooner_s": {name: [round(one, 1) for one in three] for name, three in self.sooner_s.items()},
        }


def settings_of(seed: int, *, scale: float = 1.0) -> tuple[Setting, ...]:
    """Return the two settings; `scale` makes the measured days fewer or more.

    The scripted day as it is: three events a camera and day, anywhere alike. And a calmer district in which half of
    the events happen at a tenth of the places.
    """
    days = max(1, round(3 * scale))
    return (
        Setting(
            name="scripted day", recipe=Recipe(seed=seed, cameras=20, events=60), history_days=1, days=days
        ),
        Setting(
            name="recurring places",
            recipe=Recipe(seed=seed, cameras=60, events=24, recurring=0.5),
            history_days=4,
            days=days,
        ),
    )


def looks_of(setting: Setting) -> float:
    """Return about how many seconds of cameras' time are lived through, for a progress bar."""
    return setting.end + _TRIES * setting.days * DAY_S


def bench_attention(
    setting: Setting, choice: Choice, *, progress: Callable[[float], None] = lambda _: None
) -> Found:
    """Live through a setting in all three ways.

    Args:
        setting: the district.
        choice: settings of attention; its mode is taken to be on.
        progress: told how much of `looks_of(setting)` is done.

    Raises:
        ValueError: the district is too small for its events.
    """
    days = Days(setting.recipe)
    ward = days.ward()
    happenings = [one for number in range(setting.history_days + setting.days) for one in days.day(number)]
    stage = _Stage(ward, happenings, setting, progress)
    on = choice.model_copy(update={"mode": "on"})
    attention = stage.live(Policy(name="attention", attention=on), start=0.0)
    plan = sum(setting.days * DAY_S / profile.period_s for profile in ward.profile_of.values())
    warm = max(0.0, setting.since - WARM_S)
    robin = stage.live(
        Policy(name="round robin", stretch=plan / attention.looks, confirming=False), start=warm
    )
    stretch, confirming = plan / (attention.looks - 0.8 * attention.confirming), attention
    for _ in range(_TRIES - 1):
        confirming = stage.live(Policy(name="confirming", stretch=stretch), start=warm)
        off = confirming.looks - attention.looks
        if abs(off) <= CLOSE * attention.looks:
            break
        stretch = 1 / (1 / stretch - off / plan)
    mine = [one for one in happenings if one.start >= setting.since]
    ways = (robin, confirming, attention)
    return Found(
        setting=setting,
        events=len(mine),
        plan_looks=round(plan),
        ways=tuple(_way(lived, mine) for lived in ways),
        sooner_s={one.policy.name: sooner(one, attention, mine) for one in ways[:2]},
    )


class _Stage:
    """What all ways have in common."""

    def __init__(
        self, ward: Ward, happenings: Sequence[Happening], setting: Setting, progress: Callable[[float], None]
    ) -> None:
        self._ward, self._happenings, self._setting, self._progress = ward, happenings, setting, progress
        self._done = 0.0

    def live(self, policy: Policy, *, start: float) -> Lived:
        setting = self._setting
        eye = Eye(
            self._ward, self._happenings, seed=setting.recipe.seed, days=setting.history_days + setting.days
        )
        run = Run(self._ward, eye, policy, start=start, since=setting.since, seed=setting.recipe.seed)
        lived = run.until(setting.end, lambda now: self._progress(self._done + now - start))
        self._done += setting.end - start
        return lived


def _way(lived: Lived, happenings: Sequence[Happening]) -> Way:
    late = _latencies(lived.alarmed, happenings)
    ends = {one.id: one.end for one in happenings}
    shown = _latencies(lived.first_seen, happenings)
    gone = np.array([at - ends[name] for name, at in lived.cleared.items() if name in ends])
    return Way(
        name=lived.policy.name,
        period_s=PERIOD_S * lived.policy.stretch,
        looks=lived.looks,
        confirming=lived.confirming,
        alarmed=len(late),
        first_look_p50_s=_quantile(shown, 0.5),
        p50_s=_quantile(late, 0.5),
        mean_s=float(late.mean()) if len(late) else 0.0,
        p95_s=_quantile(late, 0.95),
        cleared_p50_s=_quantile(gone, 0.5),
        longest_wait_s=lived.longest_wait_s,
        again=lived.again,
        false_alarms=lived.false_alarms,
        latencies_s=tuple(sorted(late.tolist())),
    )


def sooner(other: Lived, attention: Lived, happenings: Sequence[Happening]) -> tuple[float, float, float]:
    """Return by how many seconds attention is sooner, on average over the events that both alarmed.

    With the 2.5th and 97.5th percentile of 2,000 resamples of these events (paired bootstrap).
    """
    both = [one.id for one in happenings if one.id in other.alarmed and one.id in attention.alarmed]
    if not both:
        return 0.0, 0.0, 0.0
    gains = np.array([other.alarmed[name] - attention.alarmed[name] for name in both])
    rng = np.random.default_rng(random.Random(other.policy.name).getrandbits(32))  # noqa: S311 - no secret
    means = gains[rng.integers(0, len(gains), (_RESAMPLES, len(gains)))].mean(axis=1)
    return float(gains.mean()), float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def _latencies(at: dict[str, float], happenings: Sequence[Happening]) -> NDArray[np.float64]:
    return np.array([at[one.id] - one.start for one in happenings if one.id in at], np.float64)


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else 0.0
