"""`python -m gridwatch.bench.console.serving FOLDER`: the real service over a filled folder, changed as asked.

Spoken to by JSON lines: {"do": "report"} tells what was used; {"do": "change", "per_s": 20, "seconds": 30} begins to
change cases at that pace, every `_NEW_EVERY`-th change a new severe one, and answers at once; {"do": "changed"}
tells which new ones were committed when (seconds since 1970) and ends the ones before.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import deque
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from alerts.filing import Filing, Mailing
from alerts.life import Event
from core.case import Case
from core.clock import SystemClock
from core.config.settings.delivery import Delivery
from core.errors import GridwatchError
from core.ids import UlidIds
from core.incident import Incident, Status
from core.reason import Reason
from gridwatch.bench.accounts import Account
from gridwatch.bench.console.folder import CONFIGS
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.configuration.loader import load
from gridwatch.hosting import hosted
from gridwatch.logs import set_up
from gridwatch.loop import run as run_loop
from gridwatch.rubbish import short_collections
from gridwatch.service import Service

_NEW_EVERY = 20
_WORKED = frozenset({Status.REPORTED, Status.HANDLING, Status.VERIFYING})  # confirmed once more, they stay so
_STANDING = 5  # new ones that wait at a time; the one before is taken


class Changes:
    """Changes cases of the running service as looks and the platform would, in the store's own transactions."""

    def __init__(self, service: Service, seed: int = 0) -> None:
        self._parts = service.parts
        self._rng = random.Random(f"changes {seed}")  # noqa: S311 - the same each time
        self._ids = UlidIds(SystemClock(), self._rng)
        self.committed: list[tuple[str, float]] = []  # new cases since the last report
        self.made = 0
        with self._parts.store.read() as reader:
            live = reader.live_incidents()
        if not live:
            raise GridwatchError("the folder holds no case that is alive; fill a larger one")
        self._new = deque(one.id for one in live if one.title == title_of(one.id))  # of a trial before this
        self._like = next(one for one in live if one.id not in self._new)
        self._worked = [one.id for one in live if one.status in _WORKED]

    async def run(self, per_s: float, seconds: float) -> None:
        """Make so many changes."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(round(per_s * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_s - loop.time()))
            await asyncio.to_thread(self._one, number)
            self._parts.bell.ring()

    def _one(self, number: int) -> None:
        self.made += 1
        if number % _NEW_EVERY == 0:
            incident_id = self._open()
            # its headline is its own, so that a page can be asked when it showed it; the browser's clock is this one
            self.committed.append((title_of(incident_id), time.time()))  # noqa: TID251 - compared with the page
            self._new.append(incident_id)
            while len(self._new) > _STANDING:
                self._parts.desk.act(self._new.popleft(), "acknowledge", "bench", "")
        elif self._worked:
            self._parts.desk.act(self._rng.choice(self._worked), "confirm", "bench", "seen again")

    def _open(self) -> str:
        store, now = self._parts.store, SystemClock().now()
        incident = fresh(self._like, self._ids.new("inc"), now)
        mailing = Mailing(receivers=(), settings=Delivery())
        with store.write() as writer:
            filing = Filing(writer, mailing=mailing, ids=self._ids, now=now)
            filing.begin(incident, who="rule:waste", look_id="look-bench")
            filing.step(incident, Event.OPENED, who="rule:waste", why=Reason.text("bench"))
            filing.file()
        return incident.id


def title_of(incident_id: str) -> str:
    """Return the headline of a new case."""
    return f"bench {incident_id[4:]}"


def fresh(like: Incident, incident_id: str, now: datetime) -> Incident:
    """Return a new candidate at the place of another case, as severe as can be: it stands at the top of the inbox."""
    views = tuple(
        replace(
            view,
            subject=f"{view.camera_id}/waste/{incident_id}",
            first_seen=now,
            last_seen=now,
            last_look=now,
        )
        for view in like.views
    )
    return replace(
        like,
        id=incident_id,
        version=0,
        status=Status.CANDIDATE,
        title=title_of(incident_id),
        title_en=title_of(incident_id),
        matter=replace(like.matter, severity="extreme"),
        confidence=0.99,
        created_at=now,
        opened_at=None,
        updated_at=now,
        views=views,
        case=Case(),
        case_number=None,
    )


async def _serve(folder: Path) -> None:
    service = Service(
        load(folder / CONFIGS, {}),
        clock=SystemClock(),
        rng=random.Random(0),  # noqa: S311 - jitter
        watch_files=False,
    )
    async with hosted(service) as host:
        changes = Changes(service)
        running: asyncio.Task[None] | None = None
        say({"url": service.base_url})
        async for question in asked():
            host.check()
            if question["do"] == "change":
                running = asyncio.create_task(changes.run(question["per_s"], question["seconds"]))
                say({"ok": True})
            elif question["do"] == "changed":
                if running is not None and running.done():
                    running.result()
                say({"made": changes.made, "new": changes.committed.copy()})
                changes.committed.clear()
            else:
                used = Account.now()
                say({"cpu_s": used.cpu_s, "rss_mb": used.rss_mb})
        if running is not None:
            running.cancel()


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    set_up(level="error")
    with short_collections():  # as `gridwatch run` does
        run_loop(_serve(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
