"""What is swept: `waste.k=2..4`, `waste.min_confidence=0.3..0.6/0.05`, `crowd.count=12,18,25`. Pure.

A list is YAML's, so that anything a profile may hold can be tried: `crowd.tiles=null,{across: 2}`. Ranges hold both
ends; a range of whole numbers without a step goes by one.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import yaml

from core.errors import ConfigError

MAX_VALUES = 200
"""Values of one axis at most."""
_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\.\.({_NUMBER})(?:/({_NUMBER}))?\s*")

Values = tuple[tuple[str, object], ...]
"""One point of a grid: (place, value) in the order of its axes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """One setting and the values to try."""

    place: str  # `<rule>.<key>`
    values: tuple[object, ...]  # distinct, as given


def axes_of(texts: Sequence[str]) -> tuple[Axis, ...]:
    """Read what stands behind every `--grid`.

    Raises:
        ConfigError: one cannot be read, holds too many values, or two are about the same place.
    """
    axes = tuple(_axis(text) for text in texts)
    if not axes:
        raise ConfigError("--grid: nothing to sweep; give e.g. --grid waste.k=2..4")
    places = [axis.place for axis in axes]
    doubled = sorted({place for place in places if places.count(place) > 1})
    if doubled:
        raise ConfigError(f"--grid: {', '.join(doubled)} is given twice; give all its values in one")
    return axes


def size(axes: Sequence[Axis]) -> int:
    """Return how many points the grid has."""
    return math.prod(len(axis.values) for axis in axes)


def points(axes: Sequence[Axis]) -> Iterator[Values]:
    """Yield every point; the last axis turns fastest."""
    for chosen in itertools.product(*(axis.values for axis in axes)):
        yield tuple(zip((axis.place for axis in axes), chosen, strict=True))


def point(axes: Sequence[Axis], number: int) -> Values:
    """Return the point that `points` yields as number `number`, without walking to it."""
    chosen: list[object] = []
    for axis in reversed(axes):
        number, at = divmod(number, len(axis.values))
        chosen.append(axis.values[at])
    return tuple(zip((axis.place for axis in axes), reversed(chosen), strict=True))


def _axis(text: str) -> Axis:
    place, equals, given = text.partition("=")
    place = place.strip()
    if not equals or not place or not given.strip():
        raise ConfigError(f"--grid {text}: write <rule>.<key>=<values>, e.g. waste.k=2..4 or waste.k=2,3")
    found = _RANGE.fullmatch(given)
    values = _range(text, *found.groups()) if found else _list(text, given)
    distinct: list[object] = []
    for value in values:
        if not any(value == known and type(value) is type(known) for known in distinct):
            distinct.append(value)
    if len(distinct) > MAX_VALUES:
        raise ConfigError(f"--grid {text}: {len(distinct)} values; at most {MAX_VALUES} for one setting")
    return Axis(place=place, values=tuple(distinct))


def _range(text: str, low: str, high: str, step: str | None) -> list[object]:
    first, last = Decimal(low), Decimal(high)
    whole = not any(mark in part for part in (low, high, step or "1") for mark in ".eE")
    if step is None and not whole:
        raise ConfigError(f"--grid {text}: say the step as well, e.g. 0.3..0.6/0.05")
    by = Decimal(step or 1)
    if by <= 0 or last < first:
        raise ConfigError(f"--grid {text}: a range goes upwards by a positive step")
    try:
        count = int((last - first) / by) + 1
    except ArithmeticError as error:  # an exponent beyond what decimals hold
        raise ConfigError(f"--grid {text}: more values than can be counted") from error
    if count > MAX_VALUES:
        raise ConfigError(f"--grid {text}: {count} values; at most {MAX_VALUES} for one setting")
    values = [first + by * number for number in range(count)]  # decimal: 0.3 + 3 * 0.05 is 0.45
    return [int(value) if whole else float(value) for value in values]


def _list(text: str, given: str) -> list[object]:
    try:
        values = yaml.safe_load(f"[{given}]")
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        raise ConfigError(f"--grid {text[:200]}: what stands behind = is no list of values") from error
    if not isinstance(values, list) or not values:
        raise ConfigError(f"--grid {text}: no values")
    return values
