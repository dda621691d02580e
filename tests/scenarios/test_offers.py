"""`gridwatch run` with what is offered beside webhooks: a real Mosquitto, CAP and exports of a real incident.

A real process against simulated cameras; heaps are magenta, see tests.fakes.colour_model.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from tests.alerts.cap.schema import one, read_cap
from tests.fakes.colour_model import PICTURE, write_colour_model
from tests.fakes.mosquitto import Mosquitto
from tests.scenarios import harness
from tests.scenarios.harness import Api, Street

pytestmark = pytest.mark.slow


async def test_an_incident_reaches_those_who_do_not_take_webhooks(tmp_path: Path) -> None:
    """Told by MQTT although the broker was killed in between; exported, and issued as CAP."""
    street, secrets = Street(), harness.keys()
    broker = Mosquitto(tmp_path)
    device = Device(id="cam-01", login=secrets.login, size=PICTURE, substream=PICTURE)
    async with CameraServer(Fleet([device]), street, fresh_s=0.1) as server:
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=[harness.camera(1, **harness.by_snapshot(server, "cam-01"))],
            profile=harness.HEAP_AFTER_A_SECOND,
            secrets=secrets,
            cap={"sender": "gridwatch@district.example"},
            mqtt={"address": broker.settings().address, "most_wait_s": 1, "retain": True},
        )
        broker.start()
        try:
            async with harness.service(configs) as service:
                await service.start()
                await service.started()
                api = Api(service.base_url, secrets.api_token)

                async def connected() -> bool:
                    return await api.metric("gridwatch_mqtt_connected") == 1

                await harness.until(connected, what="a connection to the broker", every_s=0.2)
                broker.stop()
                street.heaps["cam-01"] = (4, 3)

                async def waits() -> bool:
                    return await api.metric("gridwatch_mqtt_behind") >= 1

                await harness.until(waits, what="an incident that nobody takes", every_s=0.2)
                broker.start()
                async with broker.heard("gridwatch/incidents/#") as heard:
                    await harness.until(lambda: bool(heard), what="the incident at the broker")
                    told = json.loads(bytes(heard[0].payload))
                path = "/api/v1/incidents"
                alert = read_cap(str(await api.get(f"{path}/{told['id']}/cap.xml")).encode())
                assert one(alert, "incidents") == told["id"]
                (feature,) = (await api.get(f"{path}/export.geojson"))["features"]
                assert feature["id"] == told["id"]
                text = (await api.get(f"{path}/export.csv")).removeprefix("\ufeff")
                (row,) = csv.DictReader(io.StringIO(text, newline=""))
                assert row["事件编号"] == told["id"]
                assert await service.stop() < 10
                assert service.code == 0, service.tail()
        finally:
            broker.stop()
