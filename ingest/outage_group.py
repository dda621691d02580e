"""What may fail together: the cameras of a host, an owner, a street, the district; and which of these it is. Pure.

When many cameras stop answering within minutes of each other, one thing has happened, and an operator wants to hear
of that one. Which one it is, is a question of fit: a group explains it well when most of its cameras are down (share)
and most of the cameras that are down are in it (part). The harmonic mean of both (F1) is highest for the right one:
an owner's network is not "the district", and a district-wide failure is not one owner's. Where the best is down only
in part, explaining most of what is down counts more (F2, C. J. van Rijsbergen, Information Retrieval, 1979, ch. 7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.config.settings.outages import OutageRule


class GroupKind(StrEnum):
    """What its cameras have in common, the narrowest first."""

    HOST = "host"  # one address: a recorder, a gateway
    STREET = "street"  # one street of the grid: power, a cut cable
    OWNER = "owner"  # one owner's network
    DISTRICT = "district"  # all of them: our own uplink, most likely


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Cameras that may fail together."""

    kind: GroupKind
    name: str  # host key, street code, owner, district code


@lru_cache(maxsize=50_000)
def group_of(kind: GroupKind, name: str) -> Group:
    """Return the group of that name, the same object each time: a storm counts each camera's groups at every tick."""
    return Group(kind=kind, name=name)


HOST_LEAST = 3
"""Cameras of one host that make an outage of it: they share a box, so that few say enough."""

Groups = Mapping[str, Collection[Group]]
"""Camera id to the groups that it is in."""


def sizes(groups: Groups) -> Counter[Group]:
    """Return how many cameras each group has."""
    return Counter(group for of_one in groups.values() for group in of_one)


def qualifies(group: Group, down: int, members: int, rule: OutageRule) -> bool:
    """Return whether so many of its cameras being down is more than each one's own trouble."""
    least = HOST_LEAST if group.kind is GroupKind.HOST else rule.least
    return down >= max(least, rule.share * members) or down >= rule.many


def best(
    down: Collection[str], groups: Groups, members: Mapping[Group, int], rule: OutageRule
) -> Group | None:
    """Return the group that explains best why these cameras are down; None where none does."""
    counts = Counter(group for camera_id in down for group in groups.get(camera_id, ()))
    found = {group: count for group, count in counts.items() if qualifies(group, count, members[group], rule)}
    if not found:
        return None
    order = list(GroupKind)

    def fit(group: Group, beta: float) -> tuple[float, int, str]:
        share, part = found[group] / members[group], found[group] / len(down)
        fitting = (1 + beta**2) * share * part / (beta**2 * share + part)
        return fitting, -order.index(group.kind), group.name

    first = max(found, key=lambda group: fit(group, 1))
    if found[first] >= rule.share * members[first]:
        return first
    # A part of many groups: explaining the most counts more (F2), or each of them would get an alarm of its own.
    return max(found, key=lambda group: fit(group, 2))
