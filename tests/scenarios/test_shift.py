"""An operator's shift over `kill -9`: what was said is done once, what can be taken back still can, the film is there.

The real process over its API, against simulated cameras in which heaps lie.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gridwatch.demo.folder import DemoSecrets
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from tests.fakes.colour_model import PICTURE, write_colour_model
from tests.scenarios import harness
from tests.scenarios.harness import Api, Street

pytestmark = pytest.mark.slow
CAMERAS = ("cam-01", "cam-02", "cam-03")
ROUNDS = 2
SHORT_S, LONG_S = 1.5, 60.0  # for which an act waits: LONG_S outlasts any two starts


def district(secrets: DemoSecrets) -> CameraServer:
    """Cameras that each see a heap."""
    street = Street()
    street.heaps = dict.fromkeys(CAMERAS, (9, 3))
    devices = [Device(id=one, login=secrets.login, size=PICTURE, substream=PICTURE) for one in CAMERAS]
    return CameraServer(Fleet(devices), street, fresh_s=0.05)


def write(folder: Path, server: CameraServer, secrets: DemoSecrets) -> Path:
    """Write the configs folder."""
    return harness.write_configs(
        folder,
        model=write_colour_model(folder / "model"),
        cameras=[harness.camera(i + 1, **harness.by_snapshot(server, one)) for i, one in enumerate(CAMERAS)],
        profile=harness.HEAP_AFTER_A_SECOND,
        secrets=secrets,
        load={"undo_s": SHORT_S},
    )


async def born(service: harness.ServiceProcess, secrets: DemoSecrets) -> Api:
    """Start a life of the service."""
    await service.start()
    await service.started()
    return Api(service.base_url, secrets.api_token)


async def cases(api: Api) -> list[str]:
    """Wait until each camera has its case; return their ids by camera."""
    found: dict[str, str] = {}

    async def all_open() -> bool:
        page = await api.get("/api/v1/incidents?status=open")
        found.update({one["cameras"][0]: one["id"] for one in page["incidents"]})
        return len(found) == len(CAMERAS)

    await harness.until(all_open, what="a case of each camera", every_s=0.2)
    return [found[one] for one in CAMERAS]


async def say(api: Api, ids: Sequence[str], act: str, text: str, **more: str) -> list[dict[str, Any]]:
    """Say an act; return what waits."""
    body = {"act": act, "ids": list(ids), "who": "li", "text": text, **more}
    told = await api.post("/api/v1/incidents/acts", body)
    assert all(one["pending"] for one in told["answers"]), told
    return [one["pending"] for one in told["answers"]]


async def until_nothing_waits(api: Api) -> None:
    """Wait until all that was said is settled."""

    async def settled() -> bool:
        return await api.get("/api/v1/pending") == []

    await harness.until(settled, what="the end of what waits", every_s=0.2)


async def said(api: Api, incident_id: str) -> Counter[str]:
    """Return how often a case's history has each of the texts that were said."""
    view = await api.get(f"/api/v1/incidents/{incident_id}/case")
    return Counter(step["why"] for step in view["steps"] if step["what"] == "look_asked")


async def test_what_was_said_is_done_once_whenever_the_service_is_killed(tmp_path: Path):
    """Killed while acts wait, when they are due and when they are done; none is lost, none done twice, none refused."""
    secrets, rng = harness.keys(), random.Random(1)
    async with district(secrets) as server, harness.service(write(tmp_path, server, secrets)) as service:
        api = await born(service, secrets)
        ids = await cases(api)
        waited = 0
        for number in range(ROUNDS):
            await say(api, ids, "look_again", f"round {number}")
            await harness.pause(SHORT_S * (number % 2) + rng.uniform(-0.2, 0.3) * (number % 2))
            waited += len(await api.get("/api/v1/pending"))
            await service.kill()
            api = await born(service, secrets)
        await until_nothing_waits(api)
        assert waited >= len(ids) * (ROUNDS // 2), "acts waited when it was killed"
        assert await api.get("/api/v1/pending?state=refused") == []
        for one in ids:
            assert await said(api, one) == Counter(f"round {number}" for number in range(ROUNDS))


async def test_what_waits_can_still_be_taken_back_after_a_kill(tmp_path: Path):
    """It waits for as long as it was told when it was said, whatever the service did meanwhile."""
    secrets = harness.keys()
    async with district(secrets) as server:
        configs = write(tmp_path, server, secrets)
        settings = configs / "gridwatch.yaml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(f"undo_s: {SHORT_S}", f"undo_s: {LONG_S}"), encoding="utf-8")
        async with harness.service(configs) as service:
            api = await born(service, secrets)
            first, second, _ = await cases(api)
            waiting = await say(api, [first, second], "acknowledge", "seen")
            await service.kill()
            api = await born(service, secrets)
            assert await api.get("/api/v1/pending") == waiting
            undo = {"ids": [waiting[0]["id"]], "who": "li"}
            told = await api.post("/api/v1/pending/undo", undo)
            assert told == {"taken_back": undo["ids"], "too_late": []}
            await service.kill()
            api = await born(service, secrets)
            assert await api.get("/api/v1/pending") == waiting[1:]
            for one in (first, second):
                assert (await api.get(f"/api/v1/incidents/{one}/case"))["incident"]["status"] == "open"


async def test_the_film_of_a_live_case_is_there_after_a_kill(tmp_path: Path):
    """Cameras answer no more, so what is shown is what was kept; with the case its film goes."""
    secrets = harness.keys()
    film = tmp_path / "evidence" / "film"

    def kept() -> set[str]:
        return {path.stem.split("~")[2] for path in film.glob("cam-01~*.jpg")}

    async with harness.service(tmp_path / "configs") as service:
        async with district(secrets) as server:
            write(tmp_path, server, secrets)
            api = await born(service, secrets)
            case = (await cases(api))[0]
            await harness.until(lambda: len(kept()) == 8, what="a full strip in the folder")
            await service.kill()
        before = kept()
        api = await born(service, secrets)
        view = await api.get(f"/api/v1/incidents/{case}/case")
        shown = {Path(one["url"]).stem for one in view["film"] if one["kind"] == "film"}
        assert len(shown) >= 5, "the others are the case's evidence"
        assert shown <= before
        await say(api, [case], "reject", "", reason="allowed")
        await harness.until(lambda: not kept(), what="the end of the film")
