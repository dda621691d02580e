from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml

from core.clock import ManualClock
from core.config.settings.root import Settings
from core.errors import ConfigError
from detectors.model import Model, read_model
from gridwatch.pipeline import Posting
from gridwatch.shadow.opening import THUMBNAIL, open_shadow, thumbnail
from gridwatch.shadow.runner import Shadow
from tests.builders import camera, detections, frame, profile
from tests.builders_desk import sighting
from tests.fakes.colour_model import write_colour_model

LIVE_PROFILE = profile(name="street")


@pytest.fixture
def live(tmp_path: Path) -> Model:
    """The live model, and a candidate profile beside the configs folder."""
    (tmp_path / "candidates").mkdir()
    changed = profile(name="street", version=2).model_dump(mode="json", exclude_none=True)
    (tmp_path / "candidates" / "street.yaml").write_text(yaml.safe_dump(changed), encoding="utf-8")
    return read_model(write_colour_model(tmp_path / "models" / "live"))


async def opened(
    stack: contextlib.AsyncExitStack, tmp_path: Path, live: Model, clock: ManualClock, **shadow: Any
) -> Shadow | None:
    """Open what these settings want."""
    given = {"file": str(tmp_path / "shadow.db")} | shadow if shadow else {}
    settings = Settings.model_validate({"district": {"name": "d", "code": "990101"}, "shadow": given})
    return await open_shadow(
        settings,
        stack,
        live=live,
        configs=tmp_path / "configs",
        profiles=lambda: {"street": LIVE_PROFILE},
        clock=clock,
    )


async def test_without_a_candidate_there_is_none(tmp_path: Path, live: Model, clock: ManualClock) -> None:
    """Off by default; not even a file is made."""
    async with contextlib.AsyncExitStack() as stack:
        assert await opened(stack, tmp_path, live, clock) is None
    assert not (tmp_path / "shadow.db").exists()


async def test_a_candidate_profile_takes_the_place_of_its_name(
    tmp_path: Path, live: Model, clock: ManualClock
) -> None:
    """It is tried on the cameras that the live one of its name checks, without a detector of its own."""
    async with contextlib.AsyncExitStack() as stack:
        shadow = await opened(stack, tmp_path, live, clock, profiles="candidates")
        assert shadow is not None
        assert shadow._candidate.sees is None
        chosen = shadow._candidate.profile(Posting(camera=camera(), profile=LIVE_PROFILE))
        assert chosen.version == 2


async def test_a_candidate_model_has_a_detector_of_its_own(
    tmp_path: Path, live: Model, clock: ManualClock
) -> None:
    """With its own threads and pace: the live one's room is not touched."""
    write_colour_model(tmp_path / "models" / "new")
    async with contextlib.AsyncExitStack() as stack:
        shadow = await opened(stack, tmp_path, live, clock, model="models/new")
        assert shadow is not None
        assert shadow._candidate.sees is not None
        found = await shadow._candidate.sees.detect(frame(image=np.zeros((360, 640, 3), np.uint8)))
        assert found.names == ("person", "waste")


async def test_a_profile_with_tiles_needs_pictures_of_its_own(
    tmp_path: Path, live: Model, clock: ManualClock
) -> None:
    """The live boxes were found without them."""
    path = tmp_path / "candidates" / "street.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["rules"][0]["tiles"] = {"across": 2}
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    async with contextlib.AsyncExitStack() as stack:
        shadow = await opened(stack, tmp_path, live, clock, profiles="candidates")
        assert shadow is not None
        assert shadow._candidate.sees is not None


async def test_a_wrong_candidate_stops_the_start(tmp_path: Path, live: Model, clock: ManualClock) -> None:
    """Told with file and key, not found out after a week without alarms."""
    (tmp_path / "candidates" / "street.yaml").write_text("name: street\nrules: []\n", encoding="utf-8")
    async with contextlib.AsyncExitStack() as stack:
        with pytest.raises(ConfigError, match=r"candidates/street\.yaml:2: ?rules|candidates/street\.yaml:2"):
            await opened(stack, tmp_path, live, clock, profiles="candidates")


@pytest.mark.parametrize("what", ["garbage", "folder", "no folder"])
async def test_a_damaged_file_costs_the_shadow_and_not_the_service(
    tmp_path: Path, live: Model, clock: ManualClock, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """After a power cut the street is looked at; the log says what to do about the trial."""
    path = tmp_path / "shadow.db"
    if what == "garbage":
        path.write_bytes(b"no database" * 500)
    elif what == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"")
        path = path / "below.db"
    async with contextlib.AsyncExitStack() as stack:
        assert await opened(stack, tmp_path, live, clock, profiles="candidates", file=str(path)) is None
    assert "shadow.off" in capsys.readouterr().out


def test_a_picture_is_small_and_masked_or_none() -> None:
    """What may hold an unmasked person is not kept."""
    large = frame(image=np.random.default_rng(1).integers(0, 255, (1080, 1920, 3), np.uint8))
    jpeg = thumbnail(large, detections(), sighting())
    assert jpeg is not None
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (270, THUMBNAIL, 3)
    assert thumbnail(large, replace(detections(), shed=1), sighting()) is None
