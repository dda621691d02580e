from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

from alerts.signing import new_key
from core.clock import SystemClock
from gridwatch.bench.crash_script import LIVE, Script
from gridwatch.bench.deliver_parts import Parts


def test_all_of_life_happens_and_is_witnessed(tmp_path: Path) -> None:
    """Looks, operators and the platform lead to every kind of step; what is told is what is kept."""
    rng = random.Random(5)
    parts = Parts(
        tmp_path, url="http://127.0.0.1:9/", secret=new_key(), clock=SystemClock(), rng=rng, verify_s=0
    )
    lines: list[Any] = []
    script = Script(parts, rng, lines.append, life=1)
    for _ in range(220):
        script.step()
    again = Script(parts, rng, lines.append, life=2)  # goes on with what lives
    for _ in range(30):
        again.step()
    newest = {line["incident"]: line["version"] for line in lines if "incident" in line}
    with parts.store.read() as reader:
        kept = {name: reader.incident(name) for name in newest}
        steps = Counter(step.what for name in newest for step in reader.history(name))
        live = len(reader.live_incidents())
        rows = reader.deliveries()
    parts.close()
    assert not [line for line in lines if "fault" in line]
    assert {name: one.version for name, one in kept.items() if one} == newest
    wanted = {
        "seen",
        "opened",
        "confirmed",
        "reported",
        "handling",
        "handled",
        "reopened",
        "closed",
        "rejected",
    }
    assert wanted <= steps.keys()
    assert live <= LIVE
    assert max(Counter(row.incident_id for row in rows).values()) >= 4  # versions to keep in order
