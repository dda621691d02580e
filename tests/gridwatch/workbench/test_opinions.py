from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alerts.codes import CodeTable
from core.clock import Clock, ManualClock
from core.config.settings.opinions import SecondOpinion
from core.config.settings.root import Settings
from core.incident import Status
from core.opinion import Says
from core.secrets import Secrets
from gridwatch.opinions.second import SecondOpinions
from gridwatch.workbench.district import read_district
from gridwatch.workbench.opinions import endpoint_secrets, opinions_of, replayed_opinions
from gridwatch.workbench.replay import Replay
from gridwatch.workbench.seeing import RecordedLook, SeenLook
from tests.builders import at, camera, detections, frame, profile
from tests.builders_api import TABLE
from tests.builders_desk import sighting
from tests.builders_opinions import Asker
from tests.builders_promotion import configs
from tests.fakes.colour_model import PICTURE, grain, paint, spot, write_colour_model

__all__ = ["configs"]

ENDPOINT = {"url": "http://127.0.0.1:9", "model": "m", "allow": ["127.0.0.1/32"], "key": "vision"}


def settings(**opinion: Any) -> Settings:
    """Settings that want this opinion."""
    return Settings.model_validate({"district": {"name": "d", "code": "990101"}, "opinion": opinion})


async def test_without_a_wish_nobody_is_asked_and_no_network_opened(
    tmp_path: Path, clock: ManualClock
) -> None:
    """A plain replay costs what it did."""
    folder = write_colour_model(tmp_path / "live")
    given = {"model": folder, "configs": tmp_path / "configs", "secrets": Secrets(), "clock": clock}
    async with replayed_opinions(settings(), **given) as second:
        assert second is None


@pytest.mark.parametrize(("painted", "says"), [(True, Says.AGREES), (False, Says.DISAGREES)])
async def test_the_replays_model_looks_again_at_the_tile(
    tmp_path: Path, clock: ManualClock, painted: bool, says: Says
) -> None:
    """The square that the rule was sure of is there, or is not."""
    folder = write_colour_model(tmp_path / "live")
    image = grain(np.full((PICTURE[1], PICTURE[0], 3), 90, np.uint8), 1.0)
    if painted:
        paint(image, 9, 3)
    x, y = spot(9, 3)
    where = (x / 640, y / 360, (x + 64) / 640, (y + 64) / 360)
    given = {"model": folder, "configs": tmp_path / "configs", "secrets": Secrets(), "clock": clock}
    async with replayed_opinions(settings(kind="tile", enlarge=4), **given) as second:
        assert second is not None
        state = {"version": 1, "next": 1, "last": ["look", 0.0], "rules": {}}
        _, (told,) = await second.hear(
            frame(image=image),
            detections(),
            profile(),
            before=None,
            after=state,
            sightings=[sighting(box=where)],
        )
    assert told.opinion is not None
    assert told.opinion.says is says


def test_an_endpoints_key_is_found_where_the_service_finds_it(tmp_path: Path) -> None:
    """In the environment, or beside the configs."""
    wanted = settings(kind="endpoint", endpoint=ENDPOINT)
    assert endpoint_secrets(tmp_path, wanted, {"GRIDWATCH_SECRET_VISION": "k"}).value("vision") == "k"
    assert endpoint_secrets(tmp_path, wanted, {}).value("vision") is None


@pytest.mark.parametrize(("act", "statuses"), [(False, [Status.OPEN]), (True, [])])
def test_a_replay_asks_as_the_service_does(act: bool, statuses: list[Status]) -> None:
    """In shadow the heap is raised with what was said of it; acting, a disagreement keeps it back."""
    asker = Asker(Says.DISAGREES)

    @asynccontextmanager
    async def second(clock: Clock) -> AsyncIterator[SecondOpinions]:
        wanted = SecondOpinion(kind="tile", act=act)
        opinions = SecondOpinions(wanted, asker, clock)
        yield opinions
        await opinions.close()

    replay = Replay(
        cameras={"cam-1": camera()},
        profile_of={"cam-1": profile()},
        codes=CodeTable(TABLE),
        evidence=None,
        facts={"model": "m"},
        second=second,
    )
    image = np.zeros((90, 160, 3), np.uint8)
    looks = [
        SeenLook(
            look=RecordedLook(camera_id="cam-1", taken_at=at(300.0 * i), image=image),
            detections=detections(("waste", (0.4, 0.5, 0.5, 0.6), 0.9)),
        )
        for i in range(5)
    ]
    assert len(list(replay.judge(looks))) == 5
    assert [one.status for one in replay.incidents()] == statuses
    assert len(asker.asked) == 1
    assert asker.closed


def test_stored_looks_are_asked_about_as_their_configs_say(configs: Path) -> None:
    """`opinion` in gridwatch.yaml is enough; without it nobody is asked."""
    before = read_district(configs)
    assert opinions_of(before.settings, model=before.model, configs=configs, environment={}) is None
    settings = configs / "gridwatch.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "opinion: {kind: tile}\n", encoding="utf-8")
    after = read_district(configs)
    opens = opinions_of(after.settings, model=after.model, configs=configs, environment={})
    assert opens is not None

    async def name() -> str:
        async with opens(ManualClock(at(0))) as second:
            assert second is not None
            return second._asker.name

    assert asyncio.run(name()) == "tile colour 1"
