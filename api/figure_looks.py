"""The account of looks for a scope by grids. The store counts looks by owner; each camera's own history has its grid.

Pure but for the history that it is given.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable

from alerts.store.figures import LookFigure
from api.camera_desk import HistoryTeller
from core.config.camera import Camera
from ingest.history import LATE, ON_TIME

_ONCE = frozenset({ON_TIME, LATE})  # told by a column of their own; the rest by kind


def of_cameras(history: HistoryTeller, cameras: Iterable[Camera], first: int, last: int) -> list[LookFigure]:
    """Return the periods of these cameras that ended from hour `first` on and before `last`, by hour and owner.

    Histories hold a week: what lies before is not in it. Watched cameras have no periods: the account leaves them out.
    """
    owners = {camera.id: camera.owner for camera in cameras if camera.watch_fps is None}
    sums: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for camera_id, hours in history.counted(owners):
        owner = owners[camera_id]
        for hour, counts in hours:
            if counts and first <= hour < last:
                added = sums[hour, owner]
                for kind, many in counts.items():
                    added[kind] += many
    return [
        LookFigure(
            hour=hour,
            owner=owner,
            due=counts.total(),
            on_time=counts[ON_TIME],
            late=counts[LATE],
            kinds=json.dumps({kind: many for kind, many in counts.items() if kind not in _ONCE}),
        )
        for (hour, owner), counts in sorted(sums.items(), key=lambda one: one[0])
    ]
