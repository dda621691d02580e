"""More things in a zone than allowed, for a time, e.g. vehicles in a no-parking zone.

It counts, whoever they are: four lorries that follow one another through the zone look like one that
stays. Where the same thing must stay, `dwell` is the rule.
"""

from __future__ import annotations

from core.config.profile import CountRule
from detectors.rules.common import Json, Look, Step, plural
from detectors.rules.level import judge
from detectors.rules.spell import Reading


def step(rule: CountRule, state: Json, look: Look) -> Step:
    """Answer one look at one zone."""
    reading = Reading.UNSURE if look.everything.shed else Reading.LOW
    if len(look.found) > rule.limit:
        reading = Reading.OVER
    return judge(rule, state, look, reading, limit=rule.limit, low=rule.limit, label=plural(rule.classes))
