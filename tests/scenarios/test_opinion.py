"""The running service asks a vision endpoint over HTTP, and lets a candidate model look along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gridwatch.simulator.camera_server import CameraServer
from tests.builders_promotion import candidate_model
from tests.fakes.colour_model import write_colour_model
from tests.fakes.vision_endpoint import Says, VisionEndpoint
from tests.scenarios import harness
from tests.scenarios.harness import Api, Street
from tests.scenarios.test_run import cameras

pytestmark = pytest.mark.slow
KEY = "sk-of-this-scenario"
NO = Says(content='```json\n{"verdict": "disagrees", "confidence": 0.9, "reason": "a painted square"}\n```')


async def test_a_disagreement_holds_a_candidate_back_until_somebody_agrees(tmp_path: Path) -> None:
    """Held with its reason in both languages; asked again, it is opened. The shadow's report knows both sides."""
    street, secrets = Street(), harness.keys()
    street.heaps["cam-01"] = (9, 3)
    server: CameraServer
    async with VisionEndpoint([NO]) as city, cameras(street, "cam-01", login=secrets.login) as server:
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=[harness.camera(1, **harness.by_snapshot(server, "cam-01"))],
            profile=harness.HEAP_AFTER_A_SECOND,
            secrets=secrets,
            opinion={
                "kind": "endpoint",
                "act": True,
                "again_s": 6,
                "endpoint": {"url": city.url, "model": "m", "key": "vision", "allow": ["127.0.0.0/8"]},
            },
            shadow={
                "model": str(candidate_model(tmp_path / "configs")),
                "share": 1,
                "pictures_per_s": 100,
                "file": str(tmp_path / "shadow.db"),
            },
        )
        async with harness.service(configs, GRIDWATCH_SECRET_VISION=KEY) as service:
            await service.start()
            await service.started()
            api = Api(service.base_url, secrets.api_token)
            held = await _incident(api, "candidate")
            steps = await api.get(f"/api/v1/incidents/{held['id']}/history")
            (said,) = [step for step in steps if step["what"] == "second_opinion"]
            assert "a painted square" in json.dumps(said, ensure_ascii=False)
            assert "不同意" in json.dumps(said, ensure_ascii=False)
            assert held["facts"]["opinion_holds"] == "yes"

            opened = await _incident(api, "open")
            assert opened["id"] == held["id"]
            assert opened["facts"]["opinion"] == "agrees 0.90"
            text = await api.get("/metrics")
            assert 'gridwatch_opinions_total{says="disagrees"} 1.0' in text.splitlines()
            await service.stop()
            assert service.code == 0, service.tail()
            assert KEY not in service.text()
        assert {asked.headers["authorization"] for asked in city.asked} == {f"Bearer {KEY}"}
        assert len(city.asked) == 2
    target = tmp_path / "report.json"
    harness.run_gridwatch("shadow", "report", "-c", str(configs), "--json", str(target))
    (trial,) = json.loads(target.read_text(encoding="utf-8"))["trials"]
    assert trial["candidate"]["model"] == "colour 2"
    assert trial["looks"] >= 3
    assert trial["alarms"]["both"] == 1


async def _incident(api: Api, status: str) -> dict[str, Any]:
    """Wait for the incident to be there with this status and, held back, with an opinion."""
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        page = await api.get(f"/api/v1/incidents?status={status}")
        for one in page["incidents"]:
            whole = await api.get(f"/api/v1/incidents/{one['id']}")
            if "opinion" in whole["facts"]:
                found.append(whole)
        return bool(found)

    await harness.until(there, what=f"an incident that is {status}")
    return found[-1]
