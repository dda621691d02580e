"""Storms at the size of the reference district, over simulated time: the schedule alone, with default budgets.

    python benchmarks/storms.py

7,396 cameras with a host each (64 of them behind one recorder), of six owners, a look a minute. An answered look takes
0.2 s. From the fifth minute to the fifteenth some fail; then all is well, and those that failed are tried again as
`gridwatch/outage_desk.py` does it. Printed for each storm, with and without a bound on looks at cameras that did not
answer: the share of the others' periods in which a look was begun on time, and the most looks begun in a second at the
cameras that were taken, after the end. Nothing here depends on how busy the machine is.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind, LookRequest
from ingest.schedule import Schedule

CAMERAS, PERIOD_S, OWNERS = 7396, 60.0, 6
START_S, OVER_S, END_S = 300.0, 900.0, 1500.0
ANSWER_S = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Storm:
    """Which cameras it takes, and how long a look at them lasts."""

    name: str
    takes: Callable[[int], bool]
    first_s: float  # the first failing look: the way that worked
    later_s: float  # every way, and ONVIF asked again
    fails: bool = True


RECORDER = CAMERAS - 64  # the first of its channels
STORMS = (
    Storm(name="dark: one owner, 1,500 cameras", takes=lambda i: i < 1500, first_s=3, later_s=21),
    Storm(name="dark, 21 s from the first look on", takes=lambda i: i < 1500, first_s=21, later_s=21),
    Storm(name="slow: a recorder", takes=lambda i: i >= RECORDER, first_s=4, later_s=4, fails=False),
    Storm(
        name="timeouts: 1,000 of all owners", takes=lambda i: i % 7 == 3 and i < 7000, first_s=5, later_s=21
    ),
    Storm(name="timeouts: 1,000 of one owner's 2,466", takes=lambda i: i < 1000, first_s=5, later_s=21),
)


def owner_of(camera: int, storm: Storm) -> str:
    """Return the owner: the dark one's cameras are his alone, else a third or a sixth of the district."""
    if "dark" in storm.name:
        return "dark" if camera < 1500 else f"owner-{camera % (OWNERS - 1)}"
    return "large" if "2,466" in storm.name and camera < 2466 else f"owner-{camera % OWNERS}"


def run(storm: Storm, budgets: Budgets) -> tuple[float, int]:
    """Return the share of the others' periods on time, storm and return together, and the peak after the end."""
    plan = Schedule(budgets, Looking(), random.Random(0))  # noqa: S311 - jitter
    for i in range(CAMERAS):
        host = "recorder" if i >= RECORDER else f"h{i}"
        plan.plan(f"c{i}", host, owner_of(i, storm), PERIOD_S)
    ends: list[tuple[float, int, LookRequest, LookFailureKind | None]] = []
    failed: set[int] = set()
    on_time: Counter[int] = Counter()
    after: Counter[int] = Counter()
    now, begun, returned = 0.0, 0, False
    while now < END_S:
        for request in plan.start(now):
            camera = int(request.camera_id[1:])
            taken = storm.takes(camera)
            kind, took = None, ANSWER_S
            if taken and START_S <= now < OVER_S:
                took = storm.later_s if camera in failed else storm.first_s
                kind = LookFailureKind.TIMEOUT if storm.fails else None
                failed.add(camera)
            elif taken and now >= OVER_S:
                after[int(now)] += 1
            if not taken and now >= START_S and now <= request.deadline:
                on_time[camera] += 1
            begun += 1
            heapq.heappush(ends, (now + took, begun, request, kind))
        if now >= OVER_S + 2 and not returned and budgets.failing_share < 1:
            returned = True
            for i, camera in enumerate(sorted(failed)):
                plan.retry(f"c{camera}", now + i / budgets.failing_per_s)
        due = plan.next_due(now)
        times = [time for time in (due, ends[0][0] if ends else None) if time is not None]
        now = max(now + 0.002, min([END_S, *times]))
        while ends and ends[0][0] <= now:
            _, _, request, kind = heapq.heappop(ends)
            plan.finished(request, kind, now)
    others = [i for i in range(CAMERAS) if not storm.takes(i)]
    periods = (END_S - START_S) / PERIOD_S
    share = sum(min(on_time[i], periods) for i in others) / (periods * len(others))
    return share, max(after.values(), default=0)


def main() -> None:
    """Print a row for each storm."""
    unbounded = Budgets(failing_share=1.0, failing_per_s=10_000)
    print("| storm | others on time, unbounded | bounded | peak on return, unbounded | bounded |")
    print("|---|---|---|---|---|")
    for storm in STORMS:
        (free, free_peak), (kept, kept_peak) = run(storm, unbounded), run(storm, Budgets())
        print(f"| {storm.name} | {free:.2%} | {kept:.2%} | {free_peak} | {kept_peak} |", flush=True)


if __name__ == "__main__":
    main()
