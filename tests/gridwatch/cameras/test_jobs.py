from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from api.camera_book import ChangeRefused
from api.camera_desk import JobNow
from api.models.job_wishes import ImportIn, ProbeIn
from core.clock import SystemClock
from core.errors import NotFound
from core.ids import CountingIds
from gridwatch.cameras import jobs as module
from gridwatch.cameras.jobs import JobDesk
from gridwatch.configuration.loader import load
from gridwatch.onboarding.faults import Fault
from tests.builders_onboarding import configs as configs_of
from tests.builders_onboarding import nasty, rows, text

GCJ = ImportIn(datum="GCJ02")


class World:
    """A configs folder, and notes of what was told."""

    def __init__(self, folder: Path) -> None:
        self.configs = configs_of(folder)
        self.reloads = 0
        self.told: list[JobNow] = []
        self.desk = JobDesk(
            configuration=lambda: load(self.configs, {}),
            reload=self._reload,
            changing=asyncio.Lock(),
            tell=self.told.append,
            clock=SystemClock(),
            ids=CountingIds(),
            folder=folder,
        )

    async def _reload(self) -> bool:
        self.reloads += 1
        return True

    def ledger(self, cells: Any) -> bytes:
        """Return it as a CSV."""
        return text(cells).encode()

    async def ended(self, job: JobNow) -> Any:
        """Wait for its end; return it."""
        async with asyncio.timeout(30):
            while (now := self.desk.job(job.id)).state == "running":
                await asyncio.sleep(0.01)
        return now


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A fresh one."""
    return World(tmp_path)


async def test_a_dry_run_then_the_import(world: World) -> None:
    """The first writes nothing and says what would be; the second writes whole and reloads once."""
    ledger = world.ledger(rows(4))
    dry = await world.ended(world.desk.begin_import(ledger, "区.csv", GCJ, who="li"))
    assert (dry.state, dry.result["ready"], dry.result["written"], dry.result["good"]) == (
        "done",
        True,
        False,
        4,
    )
    assert len(load(world.configs, {}).cameras) == 0
    wet = await world.ended(
        world.desk.begin_import(ledger, "区.csv", GCJ.model_copy(update={"write": True}), who="li")
    )
    assert (wet.result["written"], wet.result["sums"]["added"], world.reloads) == (True, 4, 1)
    assert len(load(world.configs, {}).cameras) == 4
    assert [one.id for one in world.desk.jobs()] == [wet.id, dry.id]
    assert world.told[-1].state == "done"


async def test_faults_are_told_with_line_and_cure_and_nothing_is_half_imported(world: World) -> None:
    """In both languages; the good rows wait with the bad ones."""
    cells, _ = nasty(120, 0.3)

    ended = await world.ended(
        world.desk.begin_import(
            world.ledger(cells), "a.csv", GCJ.model_copy(update={"write": True}), who="li"
        )
    )
    wrong = [one for one in ended.result["faults"] if one["level"] == "error"]
    assert not ended.result["written"]
    assert wrong[0]["line"]
    assert wrong[0]["cure_zh"]
    assert [one["like"] for one in ended.result["faults"]] == sorted(
        one["like"] for one in ended.result["faults"]
    )
    assert ended.result["faults"][: len(wrong)] == wrong  # errors before warnings
    assert ended.result["levels"]["error"] == len(wrong)
    assert len(load(world.configs, {}).cameras) == 0


async def test_what_is_no_ledger_fails_and_says_why(world: World) -> None:
    """And a file of another kind is not even begun."""
    ended = await world.ended(world.desk.begin_import(b"no table\n", "a.csv", GCJ, who="li"))
    assert ended.state == "failed"
    assert ended.error
    with pytest.raises(ChangeRefused, match="give one of"):
        world.desk.begin_import(b"x", "a.exe", GCJ, who="li")


async def test_one_of_a_kind_at_a_time(world: World) -> None:
    """The second is told which runs; a probe needs somebody to ask."""
    ledger = world.ledger(rows(2))
    first = world.desk.begin_import(ledger, "a.csv", GCJ, who="li")
    with pytest.raises(ChangeRefused, match="li runs one already"):
        world.desk.begin_import(ledger, "a.csv", GCJ, who="wang")
    with pytest.raises(ChangeRefused, match="not stopped"):
        world.desk.stop(first.id)
    with pytest.raises(ChangeRefused, match="ONVIF"):
        world.desk.begin_probe(ProbeIn(), who="li")
    with pytest.raises(NotFound):
        world.desk.job("none")
    await world.ended(first)


async def test_a_probe_tells_what_to_fix_and_can_be_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has heard of is in its findings; stopped it is no failure."""
    wet = GCJ.model_copy(update={"write": True})
    await world.ended(world.desk.begin_import(world.ledger(rows(3)), "a.csv", wet, who="li"))
    asked = []

    def ask(configuration: Any, wish: Any, threads: int, journal: Path, clock: Any, told: Any) -> Any:
        asked.append(wish)
        try:
            told(1, 3)
            while True:
                told(2, 3)
        except KeyboardInterrupt:
            return {"complete": False, "findings": [{"code": "unreachable"}]}

    monkeypatch.setattr(module, "probed", ask)
    job = world.desk.begin_probe(ProbeIn(), who="li")
    while world.desk.job(job.id).done < 2:
        await asyncio.sleep(0.01)
    world.desk.stop(job.id)
    ended = await world.ended(job)
    assert (ended.state, ended.result["findings"][0]["code"], len(asked[0].cameras)) == (
        "stopped",
        "unreachable",
        3,
    )
    await world.desk.close()


def test_of_too_many_faults_every_kind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred notes of one kind do not push out the one error; how many there are is told."""
    monkeypatch.setattr(module, "FAULTS_TOLD", 3)
    near = [
        Fault(kind="near_twin", line=line, facts={"other": 2, "metres": "1"}) for line in range(200, 0, -1)
    ]
    told = module.listed([*near, Fault(kind="empty", line=300, column="名称")])
    assert [(one["line"], one["like"], one["alike"]) for one in told] == [
        (300, 0, 1),
        (1, 1, 200),
        (2, 1, 200),
    ]
