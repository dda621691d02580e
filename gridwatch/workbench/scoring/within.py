"""How soon after its start an event must be raised to count as found: T, matter by matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from core.errors import GridwatchError

DEFAULT = timedelta(minutes=30)  # of a matter that the table does not name

# The rule's own dwell (10 to 30 minutes for still things) and three missed patrol looks fit in; an operator is still
# told within the hour. A crowd that is told a quarter of an hour late is told too late.
TABLE: Mapping[str, timedelta] = MappingProxyType(
    {
        "construction_waste": timedelta(minutes=45),
        "exposed_garbage": timedelta(minutes=45),
        "piled_goods": timedelta(minutes=45),
        "green_waste": timedelta(minutes=45),
        "dumped_furniture": timedelta(minutes=45),
        "bin_overflow": timedelta(minutes=60),
        "illegal_parking": timedelta(minutes=20),
        "bicycle_parking": timedelta(minutes=30),
        "street_vending": timedelta(minutes=20),
        "shop_overflow": timedelta(minutes=30),
        "street_obstruction": timedelta(minutes=20),
        "crowding": timedelta(minutes=10),
        "ponding": timedelta(minutes=30),
    }
)

ALWAYS = timedelta(days=36500)  # longer than any event: whenever it is found it is in time
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class BadWithin(GridwatchError):
    """A limit is not written as `matter=45m`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """T by matter."""

    by_matter: Mapping[str, timedelta] = field(default_factory=lambda: TABLE)
    default: timedelta = DEFAULT  # of other matters

    def of(self, matter: str) -> timedelta:
        """Return T of a matter."""
        return self.by_matter.get(matter, self.default)

    def changed(self, changes: Iterable[str]) -> Within:
        """Return with `matter=45m` (units s, m, h, d) laid over; `*=45m` sets every matter.

        Raises:
            BadWithin: a change is not of this form, or not a positive time of at most a hundred years.
        """
        table, default = dict(self.by_matter), self.default
        for change in changes:
            matter, _, limit = change.partition("=")
            found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", limit.strip())
            seconds = float(found[1]) * _UNITS[found[2]] if found else 0.0
            if not matter.strip() or not 0 < seconds <= ALWAYS.total_seconds():
                raise BadWithin(
                    f"--within {change}: write a matter and a time, such as construction_waste=45m"
                )
            span = timedelta(seconds=seconds)
            if matter.strip() == "*":
                table, default = {}, span
            else:
                table[matter.strip()] = span
        return Within(by_matter=table, default=default)

    def to_json(self, matters: Iterable[str]) -> dict[str, float]:
        """Return T in seconds of the matters asked for."""
        return {matter: self.of(matter).total_seconds() for matter in sorted(set(matters))}
