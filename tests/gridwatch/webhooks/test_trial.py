from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.bodies import Enclosures
from alerts.signing import new_key
from alerts.store.memory import MemoryStore
from core.clock import SystemClock
from core.config.receiver import Receiver
from core.errors import ConfigError, NotFound
from core.incident import Status
from core.secrets import Secrets
from gridwatch.configuration.loader import load
from gridwatch.webhooks.trial import Trial
from tests.builders_store import changed, incident, step
from tests.fakes.receiver import FakeReceiver, Reply

ROOT = Path(__file__).resolve().parents[3]
SECRET = new_key()


def trial(url: str = "http://127.0.0.1:9/", secrets: Secrets | None = None, **changes: object) -> Trial:
    """A trial of one receiver of the shipped configuration."""
    configuration = load(ROOT / "configs", {"GRIDWATCH_SECRET_API_TOKEN": "test-token"})
    values = {"name": "city", "url": url, "secret": "hook", "allow": ["127.0.0.0/8"]}
    receiver = Receiver.model_validate(values | changes)
    made = replace(
        configuration,
        receivers={"city": receiver},
        secrets=Secrets(values={"hook": SECRET}) if secrets is None else secrets,
    )
    return Trial(made, "city", enclosed=Enclosures(), clock=SystemClock())


async def test_a_standard_test_has_a_type_of_its_own() -> None:
    """A receiver can tell it from every real event; the signature is real."""
    async with FakeReceiver([Reply(body=b'{"code":0,"case_number":"T-1"}')]) as receiver:
        tested = await trial(receiver.url).send_test()
    (taken,) = receiver.taken
    event = json.loads(taken.body)
    assert event["type"] == "gridwatch.incident.test.v1"
    assert event["id"] == taken.headers["webhook-id"]
    assert (tested.answer.accepted, tested.answer.case_number) == (True, "T-1")
    assert tested.preview.headers["webhook-signature"] == "***"


async def test_an_incident_is_shown_as_it_was_last_told() -> None:
    """Its latest telling step, not its latest step."""
    store = MemoryStore()
    one = incident()
    with store.write() as writer:
        writer.put_incident(one, [step()])
        acknowledged = changed(one, seconds=60, status=Status.ACKNOWLEDGED)
        its = step(2, "acknowledged", before=Status.OPEN, after=Status.ACKNOWLEDGED)
        writer.put_incident(acknowledged, [its])
    shown = await trial().preview(store, "inc_1")
    assert shown.event == "opened"
    properties = json.loads(shown.body)["data"]["properties"]
    assert (properties["change"]["what"], properties["status"]) == ("opened", "acknowledged")
    with pytest.raises(NotFound, match="inc_9"):
        await trial().preview(store, "inc_9")


async def test_a_secret_that_is_not_set_is_told() -> None:
    """Instead of a request that nobody could verify."""
    with pytest.raises(ConfigError, match="the secret hook is not set"):
        await trial(secrets=Secrets()).preview()
