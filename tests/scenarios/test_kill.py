"""`kill -9` at any point loses no incident, no dwell and no delivery: the real process, killed over and over.

A district in which something always happens goes on while the service is killed at random moments: while it
starts, in the middle of looks, and in the very moment in which the platform has filed a webhook and has not
answered yet. No life is as long as the dwell asks for (`OVER_S`), so no heap could ever be confirmed unless
what was seen in one life counts in the next. Nothing here depends on a trained model: see colour_model.
"""

from __future__ import annotations

import json
import math
import os
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.store.sql import SqlStore
from core.incident import Incident, Status
from gridwatch.bench import crash_audit as audit
from gridwatch.beside.child import Child, module
from gridwatch.hosting import free_port
from tests.fakes.colour_model import write_colour_model
from tests.scenarios import harness

ROUNDS = int(os.environ.get("GRIDWATCH_KILL_ROUNDS", "5"))
SEED = int(os.environ.get("GRIDWATCH_KILL_SEED", "1"))
CAMERAS = 8
OVER_S = 4.0
NEAR = 0.03  # of the picture: an incident's box lies on a heap's middle
LIFE_S = 2.6  # the longest life of a service after its start
SETTLE_S = 120.0  # the last life may take so long to finish what is owed, on a machine under load
DURING_START, AT_WEBHOOK = 0.2, 0.3  # shares of the rounds; the others end at any time of a life

Kills = list[tuple[datetime, datetime | None]]
"""When it was killed, and when it had started: None, it never got so far."""

PROFILE = {
    "name": "heaps",
    "period_s": 1.0,
    "confirm_s": 0.5,
    "confirm_deadline_s": 2,
    "rules": [
        {
            "id": "waste",
            "kind": "dwell",
            "matter": "construction_waste",
            "classes": ["waste"],
            "min_confidence": 0.7,
            "k": 3,
            "n": 4,
            "over_s": OVER_S,
            "clear_n": 2,
        }
    ],
}


@pytest.mark.slow
async def test_a_killed_service_loses_nothing(tmp_path: Path):
    """After every kill and one quiet life: one incident a heap, whole histories, every delivery once accepted."""
    secrets = harness.keys()
    district = Child(
        module("tests.fakes.busy_district", "--cameras", str(CAMERAS), "--seed", str(SEED)),
        harness.environment(secrets),
    )
    async with district:
        api_port = free_port()
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=_cameras(district.hello),
            profile=PROFILE,
            secrets=secrets,
            platform_url=district.hello["platform"],
            api_port=api_port,
            merging={"verify_s": 0.3},
            delivery={"retry_s": [0.3, 0.5, *[1.0] * 60]},
        )
        await district.ask({"do": "callback", "url": f"http://127.0.0.1:{api_port}/api/v1/platform/status"})
        async with harness.service(configs) as service:
            kills = await _kill(service, district, random.Random(SEED))
            await district.ask({"do": "grow no more"})
            report = await _settle(service, district)

    store = SqlStore(f"sqlite:///{tmp_path / 'gridwatch.db'}")
    try:
        with store.read() as reader:
            incidents = audit.every_incident(reader)
            wrong = audit.faults_of_store(reader, tmp_path / "evidence")
            wrong += audit.faults_of_delivery(reader, report["arrivals"])
    finally:
        store.close()
    matched = _matched(report["heaps"], incidents)
    lost = [f"no incident for {heap}" for heap, found in matched if not found]
    double = [f"{len(found)} incidents for {heap}" for heap, found in matched if len(found) > 1]
    figures = {
        "rounds": len(kills),
        "incidents": len(incidents),
        "heaps": len(report["heaps"]),
        "deliveries": len({arrival["id"] for arrival in report["arrivals"]}),
        "duplicated_at_receiver": report["counters"]["duplicates"],
        "failed_on_purpose": report["counters"]["failed"],
        "lost": len(lost),
        "out_of_order": report["counters"]["out_of_order"],
        "dwells_carried_over_a_kill": sum(_carried(one, kills) for one in incidents),
    }
    print("kill -9:", json.dumps(figures))
    assert [*wrong, *lost, *double] == []
    assert (report["counters"]["out_of_order"], report["counters"]["rejected"]) == (0, 0), report["refusals"]
    assert {incident.status for incident in incidents} == {Status.CLOSED}
    assert len(incidents) == len(report["heaps"])
    assert figures["dwells_carried_over_a_kill"] >= ROUNDS // 4, "dwells were forgotten"


async def _kill(service: harness.ServiceProcess, district: Child, rng: random.Random) -> Kills:
    """Kill it ROUNDS times; return when, and when it had started (None: it never got so far).

    Until a case was told, nothing can be said of dwells: a machine under load is given more lives.
    """
    kills: Kills = []
    start_s = 3.0  # as long as a start takes here; measured as we go
    told = False
    while len(kills) < ROUNDS or (not told and len(kills) < 4 * ROUNDS):
        await service.start()
        how = rng.random()
        if how < DURING_START:
            await harness.pause(rng.uniform(0.05, 1.1) * start_s)
            kills.append((harness.CLOCK.now(), None))
        else:
            start_s = await service.started()
            started = harness.CLOCK.now()
            life_s = rng.uniform(0.0, LIFE_S)
            if how < DURING_START + AT_WEBHOOK:
                await district.ask({"do": "wait for a webhook", "within_s": LIFE_S})
            else:
                await harness.pause(life_s)
            kills.append((harness.CLOCK.now(), started))
        await service.kill()
        told = told or bool((await district.ask({"do": "report"}))["arrivals"])
    return kills


async def _settle(service: harness.ServiceProcess, district: Child) -> dict[str, Any]:
    """Let it live until nothing is owed; return the district's report."""
    await service.start()
    await service.started()
    began = harness.CLOCK.monotonic()
    while True:
        report = await district.ask({"do": "report"})
        if not report["lying"] and not report["unfinished"]:
            break
        assert harness.CLOCK.monotonic() - began < SETTLE_S, (
            f"{report['lying']} heaps lie, {report['unfinished']} cases are open:\n{service.tail()}"
        )
        await harness.pause(0.25)
    assert await service.stop() < 10
    assert service.code == 0, service.tail()
    return await district.ask({"do": "report"})


def _cameras(hello: dict[str, Any]) -> list[dict[str, Any]]:
    """Reach one by its stream, some by their snapshot, the others by ONVIF."""
    cameras = []
    for i, name in enumerate(hello["cameras"]):
        if i == 0:
            access = {"onvif": False, "rtsp_url": f"rtsp://127.0.0.1:{hello['rtsp']}/cam/{name}/sub"}
        elif i < CAMERAS // 2:
            url = f"http://127.0.0.1:{hello['http']}/cam/{name}/snapshot.jpg"
            access = {"onvif": False, "snapshot_url": url}
        else:
            access = harness.by_onvif(name, hello["http"])
        cameras.append(harness.camera(i + 1, **access))
    return cameras


def _matched(heaps: list[dict[str, Any]], incidents: list[Incident]) -> list[tuple[str, list[Incident]]]:
    """Return each heap with the incidents that are about it: its camera, its time, its place in the picture."""
    matched = []
    for heap in heaps:
        since = datetime.fromisoformat(heap["since"])
        until = datetime.fromisoformat(heap["until"]) if heap["until"] else None
        found = [
            incident
            for incident in incidents
            for view in incident.views
            if view.camera_id == heap["camera"]
            and view.first_seen >= since
            and (until is None or view.first_seen <= until)
            and view.box is not None
            and math.dist(view.box.centre, heap["middle"]) < NEAR
        ]
        matched.append((f"{heap['camera']} at {heap['middle']} since {heap['since']}", found))
    return matched


def _carried(incident: Incident, kills: Kills) -> bool:
    """Whether it was confirmed before the last kill: no life was long enough to do that by itself.

    In the last life every dwell is confirmed in the end, remembered or not.
    """
    opened_at = incident.opened_at
    if opened_at is None or opened_at > kills[-1][0]:
        return False
    return any(incident.created_at < at < opened_at for at, _ in kills)
