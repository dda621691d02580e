"""The running service looks more often where something is not confirmed yet, and says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.colour_model import write_colour_model
from tests.scenarios import harness
from tests.scenarios.harness import Api, Street
from tests.scenarios.test_run import cameras

pytestmark = pytest.mark.slow
NAMES = [f"cam-{i:02d}" for i in range(1, 9)]
PATIENT: dict[str, Any] = harness.HEAP_AFTER_A_SECOND | {
    "period_s": 6.0,
    "confirm_s": 60.0,  # no confirming look comes in time: what is looked at more often is the patrol's doing
    "confirm_deadline_s": 60.0,
    "rules": [harness.HEAP_AFTER_A_SECOND["rules"][0] | {"over_s": 3600}],  # type: ignore[index] # a list of rules
}


async def test_a_candidate_is_looked_at_more_often_by_the_running_service(tmp_path: Path) -> None:
    """A third of its period, with the reason in both languages; the quiet wait longer, none beyond the maximum."""
    street, secrets = Street(), harness.keys()
    street.heaps["cam-01"] = (9, 3)
    async with cameras(street, *NAMES, login=secrets.login) as server:
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=[
                harness.camera(i, **harness.by_snapshot(server, name)) for i, name in enumerate(NAMES, 1)
            ],
            profile=PATIENT,
            secrets=secrets,
            attention={"mode": "on", "candidate": 3, "min_period_s": 0.5, "stretch": 1.5},
        )
        async with harness.service(configs) as service:
            await service.start()
            await service.started()
            api = Api(service.base_url, secrets.api_token)
            health: dict[str, dict[str, Any]] = {}

            async def shared_out() -> bool:
                page = await api.get("/api/v1/cameras")
                health.update({one["id"]: one["health"] or {} for one in page["cameras"]})
                told = {name: health.get(name, {}).get("period_s", 0) for name in NAMES}  # none before a look
                settled = told["cam-01"] == 2  # it is gone to in steps, as the quiet ones give
                quiet = all(told[name] > 6 for name in NAMES[1:])
                return settled and quiet and "attention" in health["cam-01"]

            await harness.until(
                shared_out, what="a camera that is looked at more often, and quiet ones that give"
            )
            assert "待确认" in health["cam-01"]["attention"]
            assert "not confirmed" in health["cam-01"]["attention_en"]
            assert all(health[name]["period_s"] <= 9 for name in NAMES)
            assert "attention" not in health["cam-08"]
            text = await api.get("/metrics")
            assert 'gridwatch_attention{what="watched"} 1.0' in text.splitlines()
            await service.stop()
            assert service.code == 0, service.tail()
