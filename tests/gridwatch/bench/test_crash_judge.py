from __future__ import annotations

import asyncio
import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from alerts.signing import new_key
from alerts.store.sql import SqlStore
from core.clock import SystemClock
from gridwatch.bench.crash_audit import Kind
from gridwatch.bench.crash_judge import Verdict, judge
from gridwatch.bench.crash_lives import ARRIVED, WITNESSED, Lines, read_lines
from gridwatch.bench.crash_script import Script
from gridwatch.bench.deliver_parts import Parts
from gridwatch.simulator.platform_inbox import Inbox
from tests.fakes.receiver import FakeReceiver


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after one undisturbed life: much happened, all of it was delivered and kept."""
    folder = tmp_path_factory.mktemp("world")
    asyncio.run(_live(folder))
    return folder


async def _live(folder: Path) -> None:
    rng, secret = random.Random(4), new_key()
    async with FakeReceiver() as server:
        parts = Parts(folder, url=server.url, secret=secret, clock=SystemClock(), rng=rng, verify_s=0)
        script = Script(parts, rng, Lines(folder / WITNESSED, sync=False).add, life=1)
        for number in range(120):
            script.step()
            if number == 60:
                with (
                    closing(sqlite3.connect(folder / "gridwatch.db")) as db,
                    closing(sqlite3.connect(folder / "older.db")) as copy,
                ):
                    db.backup(copy)
        while await parts.courier.once():
            pass
        await parts.courier.close()
        parts.close()
    inbox, arrived = Inbox(secret), Lines(folder / ARRIVED, sync=False)
    for one in server.taken:
        message = inbox.take(one.headers, one.body)
        assert hasattr(message, "incident_id"), message
        arrived.add(
            {
                "id": message.id,
                "incident": message.incident_id,
                "version": message.version,
                "sha256": hashlib.sha256(one.body).hexdigest(),
                "status": 200,
            }
        )


@pytest.fixture
def copy(world: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copytree(world, tmp_path / "world"))


def _judged(folder: Path, *, owed: bool = False) -> Verdict:
    store = SqlStore(f"sqlite:///{folder / 'gridwatch.db'}", environment={})
    try:
        with store.read() as reader:
            return judge(
                reader,
                folder / "evidence",
                witnessed=read_lines(folder / WITNESSED),
                arrivals=read_lines(folder / ARRIVED),
                owed=owed,
            )
    finally:
        store.close()


def _sql(*statements: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "gridwatch.db")) as db:
            for statement in statements:
                assert db.execute(statement).rowcount > 0, statement
            db.commit()

    return harm


def _arrivals(change: Callable[[list], list]) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        lines = change(read_lines(folder / ARRIVED))
        (folder / ARRIVED).unlink()
        file = Lines(folder / ARRIVED, sync=False)
        for line in lines:
            file.add(line)

    return harm


def _swapped(lines: list) -> list:
    """Let the second version of a case arrive before the first."""
    first = next(i for i, line in enumerate(lines) if _later(lines, i) is not None)
    second = _later(lines, first)
    lines[first], lines[second] = lines[second], lines[first]
    return lines


def _later(lines: list, index: int) -> int | None:
    incident = lines[index]["incident"]
    return next((i for i in range(index + 1, len(lines)) if lines[i]["incident"] == incident), None)


def _picture(folder: Path) -> None:
    next((folder / "evidence" / "raw").rglob("*.jpg")).unlink()


def _earlier(folder: Path) -> None:
    """The database as it was half-way: what was committed since is gone."""
    shutil.copy(folder / "older.db", folder / "gridwatch.db")


SABOTAGE = {
    "a delivery row": (
        Kind.LOST,
        _sql("DELETE FROM delivery WHERE number = (SELECT max(number) FROM delivery)"),
    ),
    "a delivery on its way": (Kind.LOST, _arrivals(lambda lines: lines[:4] + lines[5:])),
    "a delivery given up": (Kind.LOST, _sql("UPDATE delivery SET state = 'dead' WHERE number = 3")),
    "a delivery still owed": (Kind.LOST, _sql("UPDATE delivery SET state = 'pending' WHERE number = 3")),
    "two versions swapped": (Kind.OUT_OF_ORDER, _arrivals(_swapped)),
    "a step": (
        Kind.TRAIL,
        _sql("DELETE FROM step WHERE rowid = (SELECT max(rowid) FROM step WHERE seq = 2)"),
    ),
    "a row of the trail": (Kind.TRAIL, _sql("DELETE FROM trail WHERE number = 5")),
    "an answer to the platform": (
        Kind.LOST,
        _sql("DELETE FROM callback WHERE rowid = (SELECT min(rowid) FROM callback)"),
    ),
    "news for the console": (Kind.LOST, _sql("DELETE FROM live_event WHERE kind = 'incident' AND seq < 9")),
    "a picture": (Kind.LOST, _picture),
    "a body": (Kind.ALTERED, _sql("UPDATE delivery SET body = CAST(body || x'20' AS BLOB) WHERE number = 2")),
    "every commit of the second half": (Kind.LOST, _earlier),
    "a message that nobody wrote": (
        Kind.LOST,
        _arrivals(lambda lines: [*lines, lines[0] | {"id": "msg_nobody", "version": 99}]),
    ),
    "a signature": (Kind.ALTERED, _arrivals(lambda lines: [*lines, lines[0] | {"status": 401}])),
}


def test_an_undisturbed_life_is_whole(world: Path) -> None:
    """No fault is found where there is none, and there was much to find one in."""
    verdict = _judged(world)
    assert verdict.faults == ()
    assert verdict.incidents > 10
    assert verdict.deliveries == verdict.arrivals > 15
    assert (verdict.pending, verdict.duplicated) == (0, 0)
    assert verdict.trail_rows > verdict.deliveries
    assert verdict.witnessed > 100


@pytest.mark.parametrize("harm", list(SABOTAGE))
def test_whatever_is_taken_away_is_missed(copy: Path, harm: str) -> None:
    """A checker that finds nothing proves nothing unless it finds this."""
    kind, sabotage = SABOTAGE[harm]
    sabotage(copy)
    verdict = _judged(copy)
    assert verdict.count(kind) > 0, verdict.faults


def test_a_repeat_is_counted_and_no_fault(copy: Path) -> None:
    """At least once is what is promised."""
    _arrivals(lambda lines: [*lines, lines[0], lines[3]])(copy)
    verdict = _judged(copy)
    assert (verdict.faults, verdict.duplicated) == ((), 2)


def test_what_is_owed_may_be_pending_while_things_go_on(copy: Path) -> None:
    """Before the end, a delivery is either accepted or waiting; then it is only counted."""
    _sql("UPDATE delivery SET state = 'pending', accepted_at = NULL WHERE number = 3")(copy)
    verdict = _judged(copy, owed=True)
    assert verdict.pending == 1
    assert verdict.count(Kind.LOST) == 0
