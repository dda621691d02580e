"""Many persons at once, by count or by persons per square metre, with hysteresis.

The detector's box cap must lie far above the threshold. Where it was reached all the same, the number
is told as "at least", and a number below the threshold proves no dispersal.
"""

from __future__ import annotations

import math

from core.config.camera import Zone
from core.config.profile import CrowdRule
from core.reason import Reason
from detectors.rules.common import Json, Look, Step, facts, plural
from detectors.rules.level import judge
from detectors.rules.spell import Reading


def limit_of(rule: CrowdRule, zone: Zone) -> int | None:
    """Return from how many persons it is a crowd in this zone; None where the zone's area is not known."""
    if rule.count is not None:
        return rule.count
    if rule.per_m2 is None or zone.area_m2 is None:
        return None
    return max(2, math.ceil(rule.per_m2 * zone.area_m2))


def step(rule: CrowdRule, state: Json, look: Look) -> Step:
    """Answer one look at one zone."""
    limit = limit_of(rule, look.zone)
    if limit is None:
        return Step(state=state, notes=(Reason(code="crowd.no_area", facts=facts(look, rule=rule.id)),))
    count, low, shed = len(look.found), math.floor(limit * rule.release), look.everything.shed
    if count >= limit:
        reading = Reading.OVER
    elif shed:
        reading = Reading.UNSURE
    else:
        reading = Reading.LOW if count <= low else Reading.BETWEEN
    return judge(
        rule, state, look, reading, limit=limit, low=low, label=plural(rule.classes), shed=shed,
        area_m2=None if rule.per_m2 is None else look.zone.area_m2,
    )  # fmt: skip
