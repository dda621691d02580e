"""Whether receivers wait too: only where an administrator's silence says so. Pure.

The delivery is written as ever, in the incident's own transaction, and is not to be tried before the silence's end.
Later ones of the same incident wait behind it, so that nothing is lost or overtaken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from alerts.load.item import at_least, item_of
from alerts.load.silence import Silence, SilenceKind
from alerts.store.base import Delivery
from core.incident import Incident


def put_off(delivery: Delivery, incident: Incident, silences: Iterable[Silence], now: datetime) -> Delivery:
    """Return the delivery as it is to be enqueued: with the latest end of the silences that let it wait."""
    sending = [one for one in silences if one.sending and one.kind is SilenceKind.SILENCE and one.active(now)]
    if not sending:
        return delivery
    item = item_of(incident, now)
    ends = [
        one.ends_at for one in sending if one.matchers.match(item) and not at_least(item, one.never_hidden)
    ]
    return replace(delivery, next_at=max(ends)) if ends else delivery
