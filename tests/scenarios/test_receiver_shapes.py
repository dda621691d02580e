"""The three worked mappings against platforms that really speak those shapes, by the real sender."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from alerts.bodies import Enclosures, body_of
from alerts.delivery import Courier
from alerts.links import EvidenceLinks
from alerts.retry import Answer
from alerts.sending import Sender
from alerts.store.base import DeliveryState
from core.clock import ManualClock, SystemClock
from core.config.crosswalk import Crosswalk
from core.config.receiver import EventName, Receiver
from core.config.settings.delivery import Delivery
from core.incident import Status
from core.secrets import Secrets
from tests.builders import START
from tests.builders_api import Deck
from tests.builders_mapping import jpeg
from tests.builders_store import WASTE, delivery, incident, picture, place, step
from tests.fakes.platforms import Platform, city_api, easy_event, pi_report
from tests.fakes.receiver import FakeReceiver, Reply

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
CLOCK = SystemClock()
KEY = "k3y-of-the-platform"
PLACE = place().point
LINKS = EvidenceLinks(base_url="https://g/evidence", key=b"k" * 16, valid_s=60)
PLATFORMS: Mapping[str, Any] = {
    "pi-report": lambda: pi_report(KEY, PLACE, CLOCK.now),
    "city-api-v3": lambda: city_api(KEY, "gridwatch", PLACE, CLOCK.now),
    "easy-event": lambda: easy_event(KEY, PLACE),
}
NUMBERS = {"pi-report": "R-inc_1", "city-api-v3": "V3-inc_1", "easy-event": "E-inc_1"}


def _values(example: str, url: str) -> dict[str, Any]:
    values = yaml.safe_load(
        (CONFIGS / "receivers" / "examples" / f"{example}.yaml").read_text(encoding="utf-8")
    )
    query = values["url"].partition("?")[2]
    return values | {
        "name": "city",
        "url": f"{url}/x?{query}" if query else f"{url}/x",
        "allow": ["127.0.0.0/8"],
        "secret": "key",
    }


def _crosswalks() -> dict[str, Crosswalk]:
    files = (CONFIGS / "matters" / "crosswalks").glob("*.yaml")
    found = (Crosswalk.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in files)
    return {one.crosswalk: one for one in found}


async def _send(values: dict[str, Any], *, event: str = "opened", key: str = KEY, **changes: Any) -> Answer:
    receiver = Receiver.model_validate(values)
    matter = replace(WASTE, severity="moderate")
    one = incident(matter=matter, pictures=(picture("before"), picture("latest")), **changes)
    now = CLOCK.now()
    _, body = body_of(
        one,
        step(at=now),
        event=event,
        event_id="msg_1",
        source="urn:gridwatch:test",
        receiver=receiver,
        enclosed=Enclosures(links=LINKS, read=lambda _: jpeg(700), crosswalks=_crosswalks()),
        now=now,
    )
    sender = Sender(receiver, secrets=Secrets(values={"key": key}), clock=CLOCK, most=2)
    try:
        return await sender.attempt(delivery(body=body))
    finally:
        await sender.close()


@pytest.mark.parametrize("example", PLATFORMS)
async def test_each_shape_is_taken_and_its_case_number_found(example: str) -> None:
    """Every event that the example asks for; signed anew each time."""
    async with PLATFORMS[example]() as platform:
        values = _values(example, platform.url)
        events = values.get("events", get_args(EventName))
        for event in events:
            answer = await _send(values, event=event)
            assert (answer.accepted, platform.refusals) == (True, [])
            assert answer.case_number == NUMBERS[example]
        outside = await _send(values, place=place(grid=""), status=Status.OPEN)
        assert (outside.accepted, platform.refusals) == (True, [])
        assert len(platform.taken) == len(events) + 1


async def _refused(platform: Platform, values: dict[str, Any], **changes: Any) -> str:
    answer = await _send(values, **changes)
    assert (answer.status, answer.accepted, answer.declined, answer.case_number) == (200, False, True, None)
    assert "code is 1001" in answer.detail
    (why,) = platform.refusals
    return why


@pytest.mark.parametrize(
    ("example", "why"),
    [("pi-report", "Signature"), ("city-api-v3", "X-Sign"), ("easy-event", "Authorization")],
)
async def test_a_wrong_secret_is_a_no_with_http_200(example: str, why: str) -> None:
    """The answer is not taken for a yes, and the ledger says what the platform said."""
    async with PLATFORMS[example]() as platform:
        assert await _refused(platform, _values(example, platform.url), key="another") == why


@pytest.mark.parametrize(
    ("example", "change", "why"),
    [
        ("pi-report", {"coordX": {"path": "wgs84.lon"}, "coordY": {"path": "wgs84.lat"}}, "m off in GCJ02"),
        ("pi-report", {"coordX": {"path": "place.lat"}, "coordY": {"path": "place.lon"}}, "coordinates|off"),
        ("pi-report", {"recTypeID": {"path": "matter.key"}}, "recTypeID"),
        ("pi-report", {"more": {"value": 1}}, "unknown"),
        ("city-api-v3", {"PM.Lon": {"path": "wgs84.lon"}}, "m off in BD09"),
        ("city-api-v3", {"CDate": {"path": "times.first_seen", "time": "iso"}}, "numbers"),
        ("easy-event", {"event_latlongit": {"text": "{place.lon:.6f},{place.lat:.6f}"}}, "coordinates|off"),
        ("easy-event", {"event_state": {"path": "event"}}, "event_state"),
    ],
)
async def test_platforms_are_as_strict_as_they_say(example: str, change: dict[str, Any], why: str) -> None:
    """A wrong datum, order, code, type or name is refused: the tests above prove something."""
    async with PLATFORMS[example]() as platform:
        values = _values(example, platform.url)
        values["body"]["fields"] |= change
        told = await _refused(platform, values)
        assert any(word in told for word in why.split("|"))


async def test_pictures_arrive_within_the_bound() -> None:
    """Large ones are made smaller before they are kept in the outbox."""
    async with PLATFORMS["city-api-v3"]() as platform:
        values = _values("city-api-v3", platform.url)
        await _send(values)
        (came,) = platform.taken
        assert len(jpeg(700)) > 150_000
        assert len(came.body) < 2 * 150_000 * 4 / 3 + 5_000


async def test_the_platforms_number_reaches_the_incident_and_the_ledger(tmp_path: Path) -> None:
    """From where its answer holds it, by the courier and the desk."""
    deck = Deck(tmp_path, ManualClock(START))
    deck.incident()
    async with FakeReceiver([Reply(body=b'{"ok":"yes","result":[{"no":20261102}]}')]) as server:
        success = {"path": "ok", "equals": ["yes"], "case_number": "result.0.no"}
        values = {"name": "platform", "url": server.url, "secret": "key", "allow": ["127.0.0.0/8"]}
        receiver = Receiver.model_validate(values | {"success": success, "signature": {"kind": "token"}})
        secrets = Secrets(values={"key": KEY})
        courier = Courier(
            deck.store, [receiver], secrets, Delivery(), deck.clock, random.Random(1), desk=deck.desk
        )
        assert await courier.once() == 1
        await courier.close()
    with deck.store.read() as reader:
        (row,) = reader.deliveries(case_number="20261102")
        assert row.state is DeliveryState.ACCEPTED
        kept = reader.incident(row.incident_id)
        assert kept is not None
        assert (kept.case_number, kept.status) == ("20261102", Status.REPORTED)
