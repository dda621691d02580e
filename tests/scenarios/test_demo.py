"""`gridwatch demo`: the main job from the first look to the before/after pair, measured against the truth."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios import harness

SECONDS = 100
pytestmark = pytest.mark.slow

SHAPE: dict[str, Any] = {
    "cameras": int,
    "looks": int,
    "looks_on_time": float,
    "incidents": list,
    "deliveries": {"accepted": int, "rejected": int, "pending": int, "verified_by_receiver": int},
    "truth": {
        "events": int,
        "matched": int,
        "false_alarms": int,
        "place_error_m": {"p50": float, "p95": float},
    },
}
INCIDENT: dict[str, Any] = {
    "id": str,
    "matter": {"code": str, "name": str, "table": str},
    "cameras": list,
    "lon": float,
    "lat": float,
    "datum": str,
    "radius_m": float,
    "grid": list,
    "status": str,
    "opened_at": str,
    "closed_at": (str, type(None)),
}


def test_the_demo_does_the_main_job(tmp_path: Path):
    """A heap and a crowd are found, delivered, verified; the removed heap's incident is closed by a look."""
    target = tmp_path / "out.json"
    said = harness.run_gridwatch(
        "demo", "--seconds", str(SECONDS), "--headless", "--out", str(tmp_path / "demo"), "--json", str(target),
        within_s=SECONDS + 3 * harness.PATIENCE_S,
    )  # fmt: skip
    report = json.loads(target.read_text(encoding="utf-8"))
    print(json.dumps({name: report[name] for name in ("looks", "looks_on_time", "deliveries", "truth")}))
    assert list(_differences(SHAPE, report, "")) == []
    for incident in report["incidents"]:
        assert list(_differences(INCIDENT, incident, "incident")) == []
    assert report["shortfalls"] == [], said

    by_id = {incident["id"]: incident for incident in report["incidents"]}
    found = {pair["event"]: by_id[pair["incident"]] for pair in report["truth"]["pairs"]}
    heaps = [incident for event, incident in found.items() if event.startswith("waste")]
    crowds = [incident for event, incident in found.items() if event.startswith("crowd")]
    assert heaps, "a heap was found"
    assert crowds, "a crowd was found"
    closed = [heap for heap in heaps if heap["status"] == "closed"]
    assert closed, "the removed heap's incident is closed"
    assert {"before", "after"} <= set(closed[0]["pictures"])
    assert datetime.fromisoformat(closed[0]["closed_at"]) > datetime.fromisoformat(closed[0]["opened_at"])
    assert [cell["level"] for cell in closed[0]["grid"]] == ["district", "street", "community", "grid"]

    sent = report["deliveries"]
    assert sent["accepted"] >= 3, "a heap opened and closed, a crowd opened"
    assert sent["verified_by_receiver"] >= sent["accepted"]
    assert sent["rejected"] == 0


def _differences(shape: Any, value: Any, where: str) -> list[str]:
    """Return what of a value is not of its shape; more than the shape is allowed."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{where} is {value!r}"]
        found = [f"{where}.{name} is absent" for name in shape.keys() - value.keys()]
        for name in shape.keys() & value.keys():
            found += _differences(shape[name], value[name], f"{where}.{name}")
        return found
    wanted = (int, float) if shape is float else shape
    return [] if isinstance(value, wanted) else [f"{where} is {value!r}"]
