from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.clock import ManualClock
from core.config.settings.root import Settings
from core.errors import ModelError
from core.secrets import Secrets
from gridwatch.opinions.opening import open_second_opinions
from gridwatch.opinions.second import SecondOpinions
from tests.builders import detections
from tests.builders_opinions import SeesOnce
from tests.fakes.colour_model import write_colour_model

ENDPOINT = {"url": "http://127.0.0.1:9", "model": "qwen-vl", "allow": ["127.0.0.0/8"], "key": "vision"}


def opened(clock: ManualClock, configs: Path, **opinion: Any) -> SecondOpinions | None:
    """Open what these settings want."""
    settings = Settings.model_validate({"district": {"name": "d", "code": "990101"}, "opinion": opinion})
    return open_second_opinions(
        settings,
        sees=SeesOnce(detections()),
        live="street 1",
        secrets=Secrets(values={"vision": "k"}),
        configs=configs,
        clock=clock,
    )


async def test_by_default_nobody_is_asked(clock: ManualClock, tmp_path: Path) -> None:
    """Off until an administrator wants it."""
    assert opened(clock, tmp_path) is None


@pytest.mark.parametrize(
    ("opinion", "name"),
    [
        ({"kind": "tile"}, "tile street 1"),
        ({"kind": "model", "folder": "models/large"}, "model colour 1"),
        ({"kind": "endpoint", "endpoint": ENDPOINT}, "endpoint qwen-vl"),
    ],
)
async def test_each_kind_is_opened_as_the_settings_say(
    clock: ManualClock, tmp_path: Path, opinion: dict[str, Any], name: str
) -> None:
    """Its name goes into the record of the incident."""
    write_colour_model(tmp_path / "models" / "large")
    second = opened(clock, tmp_path / "configs", **opinion)
    assert second is not None
    assert second._asker.name == name
    await second.close()


def test_another_model_that_is_none_is_refused(clock: ManualClock, tmp_path: Path) -> None:
    """At the start, not at the first alarm."""
    with pytest.raises(ModelError):
        opened(clock, tmp_path, kind="model", folder="nowhere")
