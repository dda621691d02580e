from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from alerts.signing import new_key
from core.clock import SystemClock
from core.incident import Status
from gridwatch.bench.deliver_looks import fill, take
from gridwatch.bench.deliver_parts import Parts


def test_what_is_filled_is_what_the_desk_makes(tmp_path: Path) -> None:
    """Every incident with all its versions to tell; a look at the desk makes one more, never merged into another."""
    parts = Parts(
        tmp_path, url="http://127.0.0.1:9/", secret=new_key(), clock=SystemClock(), rng=random.Random(1)
    )
    fill(parts, range(6), versions=3)
    taken = [take(parts, number) for number in range(100, 103)]
    with parts.store.read() as reader:
        rows = reader.deliveries()
        counted = reader.count_by_status()
    parts.close()
    assert counted == {Status.ACKNOWLEDGED: 6, Status.OPEN: 3}
    assert all(taken)
    events = Counter(row.type.split(".")[2] for row in rows)
    assert events == {"opened": 6 + 3, "updated": 12}
    assert len({row.incident_id for row in rows}) == 9
