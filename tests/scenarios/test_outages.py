"""A recorder that goes dark, over the running service: one alarm, with every channel in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.colour_model import write_colour_model
from tests.scenarios import harness
from tests.scenarios.harness import Api

pytestmark = pytest.mark.slow
CHANNELS = 12


async def test_a_recorder_that_is_left_alone_is_one_alarm_with_all_its_channels(tmp_path: Path) -> None:
    """Its circuit opens after five looks and rests for an hour: seven channels are never looked at, and counted."""
    secrets = harness.keys()
    nobody = {"onvif": False, "snapshot_url": "http://127.0.0.1:9/snapshot.jpg", "host_key": "recorder"}
    configs = harness.write_configs(
        tmp_path,
        model=write_colour_model(tmp_path / "model"),
        cameras=[harness.camera(i, **nobody) for i in range(1, CHANNELS + 1)],
        profile=harness.HEAP_AFTER_A_SECOND | {"period_s": 5.0},
        secrets=secrets,
        looking={"circuit_failures": 5, "circuit_s": 3600},
        outages={"settle_s": 1},
    )
    async with harness.service(configs) as service:
        await service.start()
        await service.started()
        api = Api(service.base_url, secrets.api_token)
        outages: list[dict[str, Any]] = []

        async def dark() -> bool:
            outages[:] = await api.get("/api/v1/outages")
            return bool(outages)

        await harness.until(dark, what="an outage of the recorder")
        (outage,) = outages
        assert (outage["group"], outage["name"], outage["down"]) == ("host", "recorder", CHANNELS)
        page = await api.get(f"/api/v1/cameras?outage={outage['id']}")
        assert len(page["cameras"]) == CHANNELS
        assert any(one["health"] is None for one in page["cameras"]), "nobody was asked in vain"
        await service.stop()
        assert service.code == 0, service.tail()
