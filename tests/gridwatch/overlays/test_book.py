"""What is set over cameras' files: on disk, and in the running service over real HTTP."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from api.camera_book import ChangeRefused
from api.overlays import TuneWish
from core.clock import SystemClock
from core.people.audit import AuditQuery
from gridwatch.configuration.loader import Configuration, inspect, load
from gridwatch.overlays import book as module
from gridwatch.overlays.book import write
from gridwatch.service import Service
from tests.builders import at
from tests.fakes.colour_model import write_colour_model
from tests.scenarios import harness

ZONE = {"id": "kerb", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}
LANE = {**ZONE, "id": "lane"}
SECRETS = harness.keys()


def folder_of(tmp_path: Path) -> Path:
    """Two cameras of a CSV that somebody imported: nobody looks at them."""
    configs = harness.write_configs(
        tmp_path,
        model=write_colour_model(tmp_path / "model"),
        cameras=[],
        profile=harness.HEAP_AFTER_A_SECOND,
        secrets=SECRETS,
    )
    (configs / "cameras" / "cameras.yaml").unlink()
    (configs / "cameras" / "police.csv").write_text(
        "id,name,owner,scene,lon,lat,datum,host,onvif,snapshot_url\n"
        "p-1,东门,police,street,120.25,30.45,WGS84,,false,http://127.0.0.1:9/1.jpg\n"
        "p-2,西门,police,street,120.26,30.45,WGS84,,false,http://127.0.0.1:9/2.jpg\n",
        encoding="utf-8",
    )
    return configs


@pytest.fixture
def current(tmp_path: Path) -> Configuration:
    """The folder as it is loaded."""
    return load(folder_of(tmp_path))


def wish(data: dict[str, Any] | None, camera_id: str = "p-1", expects: str | None = "*") -> TuneWish:
    """A wish of an administrator's."""
    return TuneWish(camera_id=camera_id, data=data, expects=expects, who="li")


def over(configuration: Configuration, camera_id: str = "p-1") -> Path:
    """Where an overlay stands."""
    return configuration.folder / "cameras" / "overlays" / f"{camera_id}.yaml"


def test_a_camera_of_any_file_is_set_and_taken_back(current: Configuration) -> None:
    """Its own file is not touched; back means that the overlay is gone."""
    own = current.folder / "cameras" / "police.csv"
    before = own.read_bytes()
    done = write(current, wish({"zones": [ZONE]}), at(0))
    assert (done.tuned.what, over(current).exists()) == ("set", True)
    assert done.seen == module.stamps(current.folder)
    again = load(current.folder)
    assert again.cameras["p-1"].zones[0].id == "kerb"
    assert again.cameras["p-2"].zones == ()
    assert write(again, wish({"zones": [ZONE]}), at(1)).tuned.what == "same"
    back = write(again, wish(None), at(2))
    assert (back.tuned.what, over(current).exists()) == ("reverted", False)
    assert back.seen == module.stamps(current.folder)
    assert load(current.folder).cameras["p-1"].zones == ()
    assert own.read_bytes() == before
    assert list(over(current).parent.iterdir()) == []


def test_what_does_not_fit_is_refused_and_nothing_is_written(current: Configuration) -> None:
    """By the overlay's own field, also where only the whole folder shows it."""
    with pytest.raises(ChangeRefused) as caught:
        write(current, wish({"overrides": [{"rule": "none-such", "k": 1}]}), at(0))
    assert (caught.value.status, caught.value.mistakes[0].where) == (422, "p-1.overrides.none-such")
    assert not over(current).exists()
    own = current.folder / "cameras" / "police.csv"
    own.write_text(own.read_text(encoding="utf-8") + "p-3\n", encoding="utf-8")
    with pytest.raises(ChangeRefused, match="correct them first") as caught:
        write(current, wish({"zones": [ZONE]}), at(0))
    assert (caught.value.status, caught.value.more["file"]) == (409, "cameras/police.csv")


def test_a_name_from_an_address_is_no_path(current: Configuration) -> None:
    """Only cameras and overlays that are known name a file."""
    with pytest.raises(ChangeRefused) as caught:
        write(current, wish({"zones": []}, "../../etc"), at(0))
    assert caught.value.status == 404


def test_who_edits_the_file_at_the_same_moment_is_not_overwritten(
    current: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing somebody has saved it in an editor."""
    write(current, wish({"zones": [ZONE]}), at(0))
    again, real = load(current.folder), inspect

    def meanwhile(*given: Any, **named: Any) -> Any:
        over(current).write_text("zones: []\n", encoding="utf-8")
        return real(*given, **named)

    monkeypatch.setattr(module, "inspect", meanwhile)
    with pytest.raises(ChangeRefused, match="changed on disk meanwhile"):
        write(again, wish({"zones": [LANE]}), at(1))
    assert over(current).read_text(encoding="utf-8") == "zones: []\n"


def test_a_disk_that_refuses_changes_nothing(current: Configuration) -> None:
    """503, with what it said; the file that is there stays."""
    over(current).parent.parent.joinpath("overlays").write_text(
        "a file where the folder belongs", encoding="utf-8"
    )
    with pytest.raises(ChangeRefused, match="cannot be") as caught:
        write(current, wish({"zones": [ZONE]}), at(0))
    assert caught.value.status == 503


def test_a_camera_that_left_its_file_and_came_back(current: Configuration) -> None:
    """Its overlay is kept meanwhile, told, and in force again; or it is taken back while the camera is away."""
    write(current, wish({"zones": [ZONE]}), at(0))
    own = current.folder / "cameras" / "police.csv"
    whole = own.read_text(encoding="utf-8")
    own.write_text(
        "".join(line for line in whole.splitlines(keepends=True) if not line.startswith("p-1")),
        encoding="utf-8",
    )
    without, problems = inspect(current.folder)
    assert without is not None
    assert [one.what for one in problems if one.file == "cameras/overlays/p-1.yaml"] == [
        "no camera p-1 is in any file: it is kept, and in force for nothing"
    ]
    own.write_text(whole, encoding="utf-8")
    assert load(current.folder).cameras["p-1"].zones[0].id == "kerb"
    assert write(without, wish(None), at(1)).tuned.what == "reverted"


class Running:
    """A service in this process."""

    def __init__(self, configs: Path) -> None:
        self.configs = configs
        self.service = Service(load(configs), clock=SystemClock(), rng=random.Random(3), watch_files=True)

    async def ask(
        self, method: str, path: str, json: Any = None, match: str | None = None
    ) -> tuple[int, Any]:
        """Ask the API."""
        headers = {"Authorization": f"Bearer {SECRETS.api_token}"} | ({"If-Match": match} if match else {})
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, f"{self.service.base_url}/api/v1{path}", json=json) as answer,
        ):
            return answer.status, await answer.json()

    async def zones(self, wanted: list[str]) -> None:
        """Wait until these are in force."""

        def now() -> list[str]:
            camera = self.service.parts.roster.camera("p-1")
            return [zone.id for zone in camera.zones] if camera is not None else []

        await harness.until(lambda: now() == wanted, what=f"zones {wanted}")


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """A service over the folder."""
    running, stop = Running(folder_of(tmp_path)), asyncio.Event()
    task = asyncio.create_task(running.service.run(stop))
    started = asyncio.create_task(running.service.started.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield running
    finally:
        stop.set()
        await task


async def test_a_running_service_takes_it_at_once_and_remembers_who_set_what(running: Running) -> None:
    """Set, in force, conflicting, remembered, in the audit, taken back: over HTTP."""
    path = "/cameras/p-1/overlay"
    status, told = await running.ask("GET", path)
    assert (status, told["file"], told["line"], told["overlaid"]) == (200, "cameras/police.csv", 2, False)
    status, done = await running.ask("PATCH", path, {"zones": [ZONE]}, told["version"])
    assert (status, done["what"], done["overlay"]["parts"][0]["who"]) == (200, "set", "api")
    await running.zones(["kerb"])
    status, late = await running.ask("PATCH", path, {"zones": [LANE]}, told["version"])
    assert (status, late["version"]) == (412, done["overlay"]["version"])
    assert (await running.ask("PATCH", path, {"zones": [LANE]}))[0] == 428
    _, acts = await running.ask("GET", f"{path}/acts")
    assert (acts[0]["who"], acts[0]["changes"][0]["after"]["zones"][0]["id"]) == ("api", "kerb")
    with running.service.parts.store.read() as reader:
        lines = [
            entry.detail
            for entry in reader.audit(AuditQuery())
            if entry.act == "PATCH /api/v1/cameras/{camera_id}/overlay"
        ]
    assert acts[0]["told"] in lines
    _, rules = await running.ask("GET", "/cameras/p-1/rules")
    assert rules["overlay"]["parts"][0]["source"] == "overlay"
    assert (await running.ask("DELETE", path, None, done["overlay"]["version"]))[0] == 200
    await running.zones([])


async def test_a_hand_may_edit_it_and_a_mistake_changes_nothing(running: Running) -> None:
    """As every file: taken when good, refused whole when bad, and then the console is refused, too."""
    by_hand = running.configs / "cameras" / "overlays" / "p-1.yaml"
    harness.dump(by_hand, {"zones": [ZONE]})
    await running.zones(["kerb"])
    harness.dump(by_hand, {"zones": [LANE], "acces": {}})
    status, told = await running.ask("PATCH", "/cameras/p-2/overlay", {"zones": [ZONE]}, "*")
    assert (status, told["file"]) == (409, "cameras/overlays/p-1.yaml")
    await running.zones(["kerb"])
    by_hand.unlink()
    await running.zones([])
