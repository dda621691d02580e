from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

import pytest
import structlog

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.offers import Digest as DigestSettings
from core.errors import StoreError
from core.secrets import Secrets
from gridwatch.offers.digest.postman import Postman
from gridwatch.offers.digest.sending import NotTaken
from gridwatch.offers.digest.telling import Digest, District
from tests.builders import camera
from tests.builders_store import incident, step

HOUR = 3600.0
DISTRICT = District(name="示范区", name_en="Demo", zone=ZoneInfo("Asia/Shanghai"))
SETTINGS = DigestSettings(to=("mail", "chat"), at=("08:00", "20:00"))
SECRETS = Secrets(values={"mail": "mailto://m", "chat": "json://c"})


class Round:
    """A postman, a clock and what he has delivered; the clock begins at 16:00 in the district."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.store = MemoryStore()
        self.got: list[tuple[str, Digest]] = []
        self.refuses: set[str] = set()
        self.postman = self.new()

    def new(self) -> Postman:
        """A postman as a new process would have him."""
        return Postman(
            SETTINGS,
            district=DISTRICT,
            secrets=SECRETS,
            store=self.store,
            cameras=lambda: {"cam-1": camera()},
            clock=self.clock,
            send=self.send,
        )

    def send(self, address: str, digest: Digest) -> None:
        """Take it or not."""
        if address in self.refuses:
            raise NotTaken("away")
        self.got.append((address, digest))

    async def after(self, seconds: float) -> list[str]:
        """Let time pass, tick, and return who got something."""
        self.clock.advance(seconds)
        before = len(self.got)
        await self.postman.tick()
        return [address for address, _ in self.got[before:]]


@pytest.fixture
def day(clock: ManualClock) -> Round:
    """Before the first digest is due."""
    return Round(clock)


async def test_each_gets_each_digest_once_at_its_time(day: Round) -> None:
    """At 20:00 and at 08:00; a restart in between repeats none."""
    with day.store.write() as writer:
        writer.put_incident(incident(), [step()])
    assert await day.after(0) == []
    assert await day.after(3.9 * HOUR) == []
    assert await day.after(0.2 * HOUR) == ["mailto://m", "json://c"]
    assert "新增 1 件" in day.got[0][1].body
    assert await day.after(60) == []
    day.postman = day.new()
    assert await day.after(60) == []
    assert await day.after(12 * HOUR) == ["mailto://m", "json://c"]
    assert "新增 0 件" in day.got[-1][1].body
    assert day.postman.counts == {"sent": 2}


async def test_who_does_not_take_it_is_asked_again_more_slowly(day: Round) -> None:
    """The other is not bothered twice; waits of a minute, two, four."""
    await day.after(0)
    day.refuses = {"json://c"}
    assert await day.after(4 * HOUR) == ["mailto://m"]
    assert await day.after(30) == []
    assert day.postman.counts["failed"] == 1
    await day.after(31)
    assert day.postman.counts["failed"] == 2
    day.refuses = set()
    assert await day.after(61) == [], "two minutes have not passed"
    assert await day.after(60) == ["json://c"]
    assert day.postman.counts == {"sent": 2, "failed": 2}


async def test_what_nobody_took_is_given_up_and_told(day: Round) -> None:
    """Three hours late it is no news any more; the next one comes all the same."""
    await day.after(0)
    day.refuses = {"json://c", "mailto://m"}
    await day.after(4 * HOUR)
    with structlog.testing.capture_logs() as logs:
        assert await day.after(3.1 * HOUR) == []
    assert {entry["to"] for entry in logs if entry["event"] == "digest.given_up"} == {"mail", "chat"}
    assert day.postman.counts["given_up"] == 2
    day.refuses = set()
    assert await day.after(60) == []
    assert await day.after(9 * HOUR) == ["mailto://m", "json://c"]


async def test_no_log_holds_an_address(day: Round) -> None:
    """Addresses are secrets; their names are told."""
    await day.after(0)
    day.refuses = {"json://c"}
    with structlog.testing.capture_logs() as logs:
        await day.after(4 * HOUR)
    assert {entry["to"] for entry in logs} == {"mail", "chat"}
    assert "://" not in str(logs)


async def test_it_runs_until_it_is_stopped_whatever_the_store_does(
    day: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A locked database is tried again with the next tick."""
    await day.after(0)
    day.clock.advance(4 * HOUR)
    read, failures = day.store.read, iter([True])

    def sometimes() -> object:
        if next(failures, False):
            raise StoreError("locked")
        return read()

    monkeypatch.setattr(day.store, "read", sometimes)
    monkeypatch.setattr("gridwatch.offers.digest.postman.TICK_S", 0.01)
    stop = asyncio.Event()
    running = asyncio.create_task(day.postman.run(stop))
    for _ in range(400):
        if len(day.got) == 2:
            break
        await asyncio.sleep(0.005)
    stop.set()
    await asyncio.wait_for(running, 1)
    assert len(day.got) == 2
