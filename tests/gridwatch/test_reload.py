from __future__ import annotations

import asyncio
import random
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind
from gridwatch.configuration.loader import load
from gridwatch.metrics import Metrics
from gridwatch.pipeline import Posting
from gridwatch.reload import Reload, plan
from gridwatch.roster import Roster
from ingest.schedule import Schedule
from tests.builders import START, camera, failure, profile

ROOT = Path(__file__).resolve().parents[2]
CAMERA = (
    "cameras:\n  - {{id: {id}, name: {id}, owner: o, scene: {scene}, access: {{host: 127.0.0.1}},\n"
    "     position: {{lon: 120.25, lat: 30.45, datum: WGS84}}}}\n"
)


class Desk:
    """A folder, a roster over it, and what the reload told its neighbours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roster = Roster(load(folder), MemoryStore(), ManualClock(START))
        self.schedule = Schedule(Budgets(), Looking(), random.Random(1))
        for posting in self.roster.postings.values():
            plan(self.schedule, posting)
        self.forgotten: list[str] = []
        self.reload = Reload(
            self.roster,
            self.schedule,
            SimpleNamespace(forget=self.forgotten.append),  # type: ignore[arg-type] # only told to forget
            SimpleNamespace(forget=lambda _: None, use=lambda _: None),  # type: ignore[arg-type] # only told
            SimpleNamespace(poke=lambda: None),  # type: ignore[arg-type] # only woken
            Metrics(),
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The shipped configuration with one camera."""
    monkeypatch.setenv("GRIDWATCH_SECRET_API_TOKEN", "a-token-for-tests")
    folder = tmp_path / "configs"
    shutil.copytree(ROOT / "configs", folder)
    (tmp_path / "models").symlink_to(ROOT / "models")
    (folder / "cameras" / "example.yaml").write_text(CAMERA.format(id="a", scene="street"), encoding="utf-8")
    return Desk(folder)


async def test_an_added_camera_is_looked_at_and_a_removed_one_is_not(desk: Desk) -> None:
    """Only what changed is touched."""
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="b", scene="plaza"), encoding="utf-8")
    assert await desk.reload.once()
    assert desk.forgotten == ["b"]
    assert desk.schedule.report(0).cameras == 2
    (desk.folder / "cameras" / "example.yaml").unlink()
    assert await desk.reload.once()
    assert set(desk.roster.postings) == {"b"}
    assert desk.schedule.report(0).cameras == 1


async def test_a_bad_folder_changes_nothing(desk: Desk) -> None:
    """Not even the good half of it."""
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="b", scene="plaza"), encoding="utf-8")
    (desk.folder / "profiles" / "street.yaml").write_text("name: street\nrules: []\n", encoding="utf-8")
    assert not await desk.reload.once()
    assert set(desk.roster.postings) == {"a"}
    assert desk.forgotten == []


async def test_unchanged_cameras_keep_their_due_time_and_their_health(desk: Desk) -> None:
    """Whatever happens beside them; a removed camera's records go with it, also of a look that was under way."""
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="b", scene="plaza"), encoding="utf-8")
    assert await desk.reload.once()
    desk.schedule.start(0.0)
    due = desk.schedule._ports["a"].due
    for camera_id in ("a", "b"):
        desk.roster.note(failure(LookFailureKind.TIMEOUT, camera_id=camera_id))
    kept = desk.roster.health("a")
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="c", scene="plaza"), encoding="utf-8")
    assert await desk.reload.once()
    assert desk.schedule._ports["a"].due == due
    assert desk.roster.health("a") == kept
    assert desk.roster.health("b") is None
    desk.roster.note(failure(LookFailureKind.INTERNAL, camera_id="b"))
    assert set(desk.roster.take_unwritten()) == {"a"}


async def test_only_files_that_changed_are_parsed(desk: Desk) -> None:
    """A district's other thousands of cameras cost nothing when one file changes."""
    cache = desk.roster.configuration.cache
    parsed = cache.parsed
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="b", scene="plaza"), encoding="utf-8")
    assert await desk.reload.once()
    assert desk.roster.configuration.cache.parsed == parsed + 1


async def test_a_change_on_disk_is_noticed(desk: Desk) -> None:
    """Nobody has to send a signal."""
    stop = asyncio.Event()
    running = asyncio.create_task(desk.reload.run(stop))
    await asyncio.sleep(0.3)
    (desk.folder / "cameras" / "more.yaml").write_text(CAMERA.format(id="b", scene="plaza"), encoding="utf-8")
    async with asyncio.timeout(10):
        while "b" not in desk.roster.postings:
            await asyncio.sleep(0.02)
    stop.set()
    await running


async def test_a_folder_of_cameras_that_vanished_is_no_empty_district(desk: Desk) -> None:
    """A disk not mounted, a checkout half-way: nothing is dropped. Who asks for it by SIGHUP gets it."""
    seen: list[bool | None] = []
    desk.reload._metrics.reload = seen.append  # type: ignore[method-assign] # told of each reading
    stop = asyncio.Event()
    running = asyncio.create_task(desk.reload.run(stop))
    away = desk.folder.parent / "away"

    async def until(count: int) -> None:
        async with asyncio.timeout(20):
            while len(seen) < count:
                await asyncio.sleep(0.05)

    await asyncio.sleep(0.3)
    shutil.move(desk.folder / "cameras", away)
    await until(1)
    assert (seen, set(desk.roster.postings), desk.forgotten) == ([False], {"a"}, [])
    shutil.move(away, desk.folder / "cameras")
    await until(2)
    assert (seen[1], set(desk.roster.postings), desk.forgotten) == (True, {"a"}, [])
    stop.set()
    await running
    shutil.rmtree(desk.folder / "cameras")
    assert await desk.reload.once()
    assert desk.roster.postings == {}


def test_a_watched_camera_is_not_polled_as_well(desk: Desk) -> None:
    """Its stream brings the pictures."""
    schedule: Any = desk.schedule
    plan(schedule, Posting(camera=camera("w", watch_fps=2), profile=profile()))
    assert schedule.report(0).cameras == 1
    plan(schedule, Posting(camera=camera("p", period_s=7), profile=profile()))
    assert schedule.report(0).cameras == 2
