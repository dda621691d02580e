from __future__ import annotations

import json
from datetime import UTC, datetime

from aiohttp import ClientSession

from alerts.message import CONTENT_TYPE
from alerts.signing import new_key, sign
from gridwatch.bench.deliver_receiver import VARIABLE
from gridwatch.beside.child import Child, module
from gridwatch.loop import run

SECRET = new_key()


def _event(version: int, name: str) -> bytes:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [120.0, 30.0]},
        "properties": {"incident_id": "inc_1", "version": version},
    }
    event = {"specversion": "1.0", "id": name, "source": "s", "type": "gridwatch.incident.updated.v1"}
    return json.dumps(event | {"subject": "inc_1", "data": feature}).encode()


async def _post(url: str, name: str, version: int, *, secret: str = SECRET) -> int:
    body = _event(version, name)
    headers = sign(secret, message_id=name, at=datetime.now(UTC), body=body)  # noqa: TID251 - the receiver's own clock
    async with (
        ClientSession() as session,
        session.post(url, data=body, headers=headers | {"content-type": CONTENT_TYPE}) as response,
    ):
        return response.status


def test_it_judges_and_counts() -> None:
    """Taken, taken again, an older version, another secret: each is counted as what it is."""

    async def told() -> dict[str, int]:
        async with Child(module("gridwatch.bench.deliver_receiver"), {VARIABLE: SECRET}) as receiver:
            url = receiver.hello["url"]
            assert await _post(url, "m2", 2) == 200
            assert await _post(url, "m2", 2) == 200
            assert await _post(url, "m1", 1) == 200
            assert await _post(url, "m3", 3, secret=new_key()) == 401
            return await receiver.ask({})

    counts = run(told())
    assert counts.pop("cpu_s") > 0
    assert counts == {"accepted": 3, "repeated": 1, "out_of_order": 1, "refused": 1}
