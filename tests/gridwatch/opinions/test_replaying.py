from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.clock import ManualClock
from core.config.settings import Settings
from core.opinion import Says
from core.secrets import Secrets
from gridwatch.opinions.replaying import endpoint_secrets, replayed_opinions
from tests.builders import detections, frame, profile
from tests.builders_desk import sighting
from tests.fakes.colour_model import PICTURE, grain, paint, spot, write_colour_model

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
