"""Cameras changed while the real service runs, over real HTTP, against simulated cameras."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from api.camera_book import ChangeRefused, Wanted
from core.clock import SystemClock
from core.look import LookFailure
from gridwatch.camera_book import book as module
from gridwatch.camera_book.book import write
from gridwatch.configuration.loader import Configuration, load
from gridwatch.demo.folder import DemoSecrets
from gridwatch.engines.local import Ended
from gridwatch.service import Service
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from tests.fakes.colour_model import PICTURE, write_colour_model
from tests.scenarios import harness
from tests.scenarios.harness import Street, until

PERIOD_S = 1.0
NAMES = [f"cam-{number:02d}" for number in range(1, 9)]


class Running:
    """A service in this process, its cameras, and what they were asked."""

    def __init__(self, configs: Path, secrets: DemoSecrets, server: CameraServer) -> None:
        self.configs = configs
        self.server = server
        self.service = Service(
            load(configs), clock=SystemClock(), rng=random.Random(3), watch_files=True, on_look=self._looked
        )
        self.own = configs / "cameras" / "api.yaml"
        self.pictures: Counter[str] = Counter()  # by camera
        self._headers = {"Authorization": f"Bearer {secrets.api_token}"}

    def _looked(self, ended: Ended) -> None:
        if not isinstance(ended, LookFailure):
            self.pictures[ended.frame.camera_id] += 1

    async def ask(
        self, method: str, camera_id: str = "", json: Any = None, match: str | None = None
    ) -> tuple[int, dict[str, Any], str]:
        """Ask the API about cameras; return status, answer and ETag without its quotes."""
        headers = self._headers | ({"If-Match": match} if match else {})
        path = f"{self.service.base_url}/api/v1/cameras" + (f"/{camera_id}" if camera_id else "")
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, path, json=json) as answer,
        ):
            return answer.status, await answer.json(), answer.headers.get("ETag", "").strip('"')

    def camera(self, number: int, **access: Any) -> dict[str, Any]:
        """A simulated camera as the API takes it."""
        name = f"cam-{number:02d}"
        return harness.camera(number, **harness.by_snapshot(self.server, name)) | access

    async def looked_at(self, camera_id: str, times: int = 2) -> None:
        """Wait until this camera has brought so many more pictures."""
        wanted = self.pictures[camera_id] + times
        await until(lambda: self.pictures[camera_id] >= wanted, what=f"pictures of {camera_id}")


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """A service with four cameras of a file, and four more on the network."""
    secrets = harness.keys()
    devices = [Device(id=name, login=secrets.login, size=PICTURE) for name in NAMES]
    async with CameraServer(Fleet(devices), Street(), streams=False, fresh_s=0.2) as server:
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=[harness.camera(i, **harness.by_snapshot(server, NAMES[i - 1])) for i in range(1, 5)],
            profile=harness.HEAP_AFTER_A_SECOND | {"period_s": PERIOD_S},
            secrets=secrets,
        )
        running = Running(configs, secrets, server)
        service, stop = running.service, asyncio.Event()
        task = asyncio.create_task(service.run(stop))
        waiting = asyncio.create_task(service.started.wait())
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if task.done():
            task.result()
        try:
            yield running
        finally:
            stop.set()
            await task


async def test_a_camera_is_added_changed_and_removed_while_the_others_are_looked_at(running: Running) -> None:
    """No restart, each step in force at once and on disk; nobody else misses a look or loses health."""
    for name in NAMES[:4]:
        await running.looked_at(name)
    schedule = running.service.parts.engine._schedule
    origins = {name: schedule._ports[name].origin for name in NAMES[:4]}
    connections = dict(running.service.parts.looker._snapshots._sessions)
    before = running.service.parts.engine.report().total

    status, told, version = await running.ask("POST", json=running.camera(5))
    assert (status, told["what"], told["written"]["file"]) == (201, "added", "cameras/api.yaml")
    await running.looked_at("cam-05")
    assert "Written by the API" in running.own.read_text(encoding="utf-8")

    status, told, newer = await running.ask("PATCH", "cam-05", {"name": "renamed"}, version)
    assert (status, told["what"], told["fields"]) == (200, "changed", ["name"])
    assert (await running.ask("GET", "cam-05"))[1]["name"] == "renamed"
    stale, why, _ = await running.ask("PATCH", "cam-05", {"name": "of yesterday"}, version)
    assert (stale, why["version"]) == (412, newer)
    same = await running.ask("PATCH", "cam-05", {"name": "renamed"}, newer)
    assert (same[0], same[1]["what"]) == (200, "same")
    await running.looked_at("cam-05")

    status, told, _ = await running.ask("DELETE", "cam-05", match=newer)
    assert (status, told["what"], told["left_open"]) == (200, "removed", [])
    assert (await running.ask("GET", "cam-05"))[0] == 404
    seen = running.pictures["cam-05"]
    for name in NAMES[:4]:
        await running.looked_at(name)
    assert running.pictures["cam-05"] <= seen + 1, "one look may have been under way"

    assert {name: schedule._ports[name].origin for name in NAMES[:4]} == origins, "due times were kept"
    assert running.service.parts.looker._snapshots._sessions == connections, "open connections were kept"
    assert not any(session.closed for session in connections.values())
    for name in NAMES[:4]:
        health = running.service.parts.roster.health(name)
        assert health is not None
        assert health["looks"] == health["good"] >= 4
    during = running.service.parts.engine.report().total.since(before)
    # A machine that stands still for a moment lets one period pass; due times that are lost miss one of each camera.
    assert sum(during.missed.values()) <= 1, during.missed
    assert during.failed == {}


async def test_who_listens_is_told_every_look(running: Running) -> None:
    """As many as the service counts, each once and after it was counted."""
    await running.looked_at("cam-01", 3)
    assert running.pictures.total() == running.service.parts.metrics.looks()["picture"] >= 3


async def test_a_bad_change_changes_nothing_and_says_why(running: Running) -> None:
    """By field, by file and line, or by the folder's own mistake; the file and the cameras stay as they were."""
    assert (await running.ask("POST", json=running.camera(5)))[0] == 201
    held = running.own.read_bytes()

    unknown = running.camera(6)
    unknown["access"] |= {"credential": "nobody", "password": "hunter2"}
    status, told, _ = await running.ask("POST", json=unknown)
    assert (status, [one["where"] for one in told["errors"]]) == (422, ["access.password"])
    assert "hunter2" not in str(told)
    del unknown["access"]["password"]
    status, told, _ = await running.ask("POST", json=unknown)
    assert status == 422
    assert told["errors"][0]["where"] == "credential"
    assert "GRIDWATCH_CREDENTIAL_NOBODY" in told["errors"][0]["cure"]

    status, told, _ = await running.ask("DELETE", "cam-01", match="*")
    assert (status, told["file"]) == (409, "cameras/cameras.yaml")
    assert isinstance(told["line"], int)
    assert (await running.ask("POST", json=running.camera(1)))[0] == 409

    (running.configs / "cameras" / "bad.yaml").write_text("cameras: 3\n", encoding="utf-8")
    status, told, _ = await running.ask("POST", json=running.camera(6))
    assert (status, told["file"]) == (409, "cameras/bad.yaml")

    assert running.own.read_bytes() == held
    assert not running.own.with_name("api.yaml.new").exists()
    assert sorted(running.service.parts.roster.cameras()) == [*NAMES[:4], "cam-05"]
    await running.looked_at("cam-01")
    await running.looked_at("cam-05")


async def test_writers_at_once_come_one_after_the_other(running: Running) -> None:
    """None is lost; of two who change the same version one is told that he was late."""
    answers = await asyncio.gather(*(running.ask("POST", json=running.camera(i)) for i in range(5, 9)))
    assert [status for status, _, _ in answers] == [201] * 4
    for name in NAMES[4:]:
        await running.looked_at(name, 1)
    version = answers[0][2]
    both = await asyncio.gather(
        *(running.ask("PATCH", "cam-05", {"name": name}, version) for name in ("one", "two"))
    )
    assert sorted(status for status, _, _ in both) == [200, 412]
    assert sorted(load(running.configs).cameras) == NAMES


async def test_a_camera_written_by_hand_is_kept_and_a_file_is_reloaded_once(running: Running) -> None:
    """Files and API go the same way: both are in force, and what the API wrote is not read a second time."""
    taken: list[int] = []
    swap = running.service.parts.roster.swap

    def counted(configuration: Any) -> set[str]:
        changed = swap(configuration)
        taken.append(len(changed))
        return changed

    running.service.parts.roster.swap = counted  # type: ignore[method-assign] # looked at from outside
    assert (await running.ask("POST", json=running.camera(5)))[0] == 201
    harness.dump(running.configs / "cameras" / "more.yaml", {"cameras": [running.camera(6)]})
    await running.looked_at("cam-06")
    assert taken == [1, 1]
    by_hand = running.own.read_text(encoding="utf-8").replace("name: cam-05", "name: by hand")
    running.own.write_text(by_hand, encoding="utf-8")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(10):
            while len(taken) < 3:
                await asyncio.sleep(0.05)
    assert (await running.ask("POST", json=running.camera(7)))[0] == 201
    assert load(running.configs).cameras["cam-05"].name == "by hand"
    assert taken == [1, 1, 1, 1]


@pytest.fixture
def current(tmp_path: Path) -> Configuration:
    """A configuration that is loaded, with one camera in the API's file."""
    configs = harness.write_configs(
        tmp_path,
        model=write_colour_model(tmp_path / "model"),
        cameras=[harness.camera(1, host="127.0.0.1")],
        profile=harness.HEAP_AFTER_A_SECOND,
        secrets=harness.keys(),
    )
    harness.dump(configs / "cameras" / "api.yaml", {"cameras": [harness.camera(2, host="127.0.0.1")]})
    return load(configs)


def rename(to: str) -> Wanted:
    """A wish to give the API's camera another name."""
    return Wanted(camera_id="cam-02", act="merge", data={"name": to}, expects="*", who="admin")


def test_what_is_in_the_way_is_told_and_what_a_crash_left_is_not(current: Configuration) -> None:
    """A folder or a pipe in the file's place is never waited for, a link never written through."""
    own = current.folder / "cameras" / "api.yaml"
    new, elsewhere = own.with_name("api.yaml.new"), current.folder / "elsewhere"
    new.mkdir()
    with pytest.raises(ChangeRefused, match="cannot be written") as caught:
        write(current, rename("one"))
    assert caught.value.status == 503
    new.rmdir()
    new.symlink_to(elsewhere)
    write(current, rename("two"))
    assert (elsewhere.exists(), own.is_symlink()) == (False, False)
    for put in (os.mkfifo, os.mkdir):
        own.unlink()
        put(own)
        with pytest.raises(ChangeRefused, match="is no file") as caught:
            write(current, rename("three"))
        assert caught.value.status == 409
        own.rmdir() if own.is_dir() else own.unlink()
        own.touch()


def test_who_may_read_the_file_stays(current: Configuration) -> None:
    """An administrator who closed it to others finds it closed after every change."""
    own = current.folder / "cameras" / "api.yaml"
    own.chmod(0o600)
    write(current, rename("one"))
    assert own.stat().st_mode & 0o777 == 0o600


def test_an_edit_by_hand_right_behind_a_change_is_seen(
    current: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered as read is what we wrote, not what stands there a moment later: that is reloaded."""
    own = current.folder / "cameras" / "api.yaml"
    monkeypatch.setattr(module, "sync_folder", lambda _: own.write_text("cameras: []\n", encoding="utf-8"))
    done = write(current, rename("one"))
    assert done.seen != module.stamps(current.folder)
    monkeypatch.undo()
    done = write(
        load(current.folder),
        Wanted(camera_id="cam-03", act="put", data=harness.camera(3, host="h"), expects=None, who="admin"),
    )
    assert done.seen == module.stamps(current.folder)


def test_a_folder_that_has_vanished_is_no_empty_district(current: Configuration) -> None:
    """A change of one camera is refused while others are gone from the disk, and writes no new folder's file."""
    cameras = current.folder / "cameras"
    cameras.rename(current.folder / "elsewhere")
    added = Wanted(camera_id="cam-03", act="put", data=harness.camera(3, host="h"), expects=None, who="admin")
    with pytest.raises(
        ChangeRefused, match="2 cameras that are looked at are no longer in the files"
    ) as caught:
        write(current, added)
    assert caught.value.status == 409
    assert not (cameras / "api.yaml").exists()
    cameras.rmdir()
    (current.folder / "elsewhere").rename(cameras)
    assert write(current, added).changed.what == "added"
