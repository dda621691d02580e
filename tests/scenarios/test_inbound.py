"""The platform's statuses over the real API while deliveries run: each has its stated answer, none counts twice.

What docs/integrators.md promises of repeats, late, early and foreign messages, with 32 of each at the same time.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from alerts.delivery import Courier
from alerts.signing import new_key, sign
from alerts.store.base import DeliveryState
from alerts.store.sql import SqlStore
from core.clock import ManualClock
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.config.settings.serving import Api
from core.incident import Incident, Step
from core.secrets import Secrets
from gridwatch.serving import served
from tests.builders import START
from tests.builders_api import CALLBACK, Deck
from tests.builders_desk import HEAP
from tests.fakes.receiver import FakeReceiver, Reply

AT_ONCE = 32
INCIDENTS = 6


class Office:
    """The API on a port, incidents that are being delivered, and a platform that speaks with it."""

    def __init__(self, deck: Deck, http: aiohttp.ClientSession, url: str) -> None:
        self.deck = deck
        self.incidents = [_incident(deck, number) for number in range(INCIDENTS)]
        self._http = http
        self._url = url

    async def say(self, body: Mapping[str, Any] | bytes, *, name: str, **changes: Any) -> tuple[int, Any]:
        """Tell one status; return the HTTP status and the answer."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        at = self.deck.clock.now() + changes.get("signed", timedelta())
        headers = sign(changes.get("secret", CALLBACK), message_id=name, at=at, body=raw)
        sent = raw + changes.get("more", b"")
        async with self._http.post(
            f"{self._url}/api/v1/platform/status", data=sent, headers=headers
        ) as answer:
            return answer.status, await answer.json()

    async def repeat(self, body: Mapping[str, Any] | bytes, *, name: str, **changes: Any) -> tuple[int, Any]:
        """Tell the same 32 times at once; all get one answer, which is returned."""
        answers = await asyncio.gather(*(self.say(body, name=name, **changes) for _ in range(AT_ONCE)))
        assert all(answer == answers[0] for answer in answers), answers
        return answers[0]

    def body(self, incident: Incident, status: str, seconds: float = 0) -> dict[str, Any]:
        """A status of an incident that happened so long after now."""
        at = self.deck.clock.now() + timedelta(seconds=seconds)
        return {"incident_id": incident.id, "status": status, "at": at.isoformat(), "case_number": "C-7"}

    def told(self, incident: Incident) -> list[Step]:
        """What the platform has said about an incident, by its history; acceptances are no statuses."""
        with self.deck.store.read() as reader:
            return [step for step in reader.history(incident.id) if "platform_at" in step.why.facts]

    def status(self, incident: Incident) -> str:
        """Where it stands."""
        with self.deck.store.read() as reader:
            found = reader.incident(incident.id)
        assert found is not None
        return found.status.value


def _incident(deck: Deck, number: int) -> Incident:
    x = 0.05 + 0.15 * number
    box = (x, HEAP[1], x + 0.1, HEAP[3])
    return deck.incident(
        subject=f"cam-1/waste/{number}", box=box, matter="crowding" if number % 2 else "waste"
    )


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The real API over a real database; a courier delivers meanwhile to a receiver that stumbles."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    clock, rng = ManualClock(START), random.Random(2)
    deck = Deck(tmp_path, clock, store=store)
    stop = asyncio.Event()

    def choose(_body: bytes) -> Reply:
        return Reply(status=rng.choice([200, 200, 503]), delay_s=0.02)

    async with FakeReceiver(choose=choose) as server:
        receiver = Receiver(name="platform", url=server.url, secret="p", allow=("127.0.0.0/8",))
        secrets, settings = Secrets(values={"p": new_key()}), Delivery(retry_s=(0.0,) * 100)
        courier = Courier(store, [receiver], secrets, settings, clock, rng, desk=deck.desk)
        async with served(deck.app, Api(port=0)) as url, aiohttp.ClientSession() as http:
            made = Office(deck, http, url)
            delivering = asyncio.create_task(courier.run(stop))
            yield made
            async with asyncio.timeout(20):
                while _owed(store):
                    courier.poke()
                    await asyncio.sleep(0.02)
            stop.set()
            await delivering
        _in_order(store, server)
    store.close()


def _owed(store: SqlStore) -> int:
    with store.read() as reader:
        return reader.count_deliveries().get(DeliveryState.PENDING, 0)


def _in_order(store: SqlStore, server: FakeReceiver) -> None:
    """Nothing that the platform said has cost a delivery or its place."""
    with store.read() as reader:
        rows = reader.deliveries()
    seen = list(dict.fromkeys(server.ids))
    for incident_id in {row.incident_id for row in rows}:
        mine = [row.id for row in rows if row.incident_id == incident_id]
        assert [name for name in seen if name in mine] == mine


async def test_each_message_has_its_stated_answer_and_counts_once(office: Office) -> None:
    """Applied, late, replayed, from the future, unknown, ended, too old, tampered, no status: 32 of each at once."""
    first, late, ended, other = office.incidents[:4]
    handling = office.body(first, "dispatched", -30)
    applied = await office.repeat(handling, name="m-applied")
    assert (applied[0], applied[1]["result"], applied[1]["status"]) == (200, "applied", "handling")
    assert [step.what for step in office.told(first)] == ["dispatched"]

    assert (await office.repeat(office.body(late, "handled", -10), name="m-handled"))[1][
        "result"
    ] == "applied"
    answer = await office.repeat(office.body(late, "dispatched", -20), name="m-late")
    assert (answer[0], answer[1]["result"], office.status(late)) == (200, "ignored", "verifying")
    assert [step.what for step in office.told(late)] == ["handled", "ignored_late"]

    assert (await office.repeat(office.body(first, "handled", -5), name="m-news"))[1]["result"] == "applied"
    assert (
        await office.repeat(handling, name="m-applied") == applied
    )  # the first answer, though it is verifying now
    assert [step.what for step in office.told(first)] == ["dispatched", "handled"]

    assert (await office.repeat(office.body(ended, "rejected"), name="m-end"))[1]["status"] == "rejected"
    answer = await office.repeat(office.body(ended, "handled", 60), name="m-ended")
    assert (answer[0], answer[1]["result"], office.status(ended)) == (200, "ignored", "rejected")

    unknown = office.body(other, "handled") | {"incident_id": "inc_nobody"}
    assert (await office.repeat(unknown, name="m-unknown"))[1]["result"] == "unknown"
    refused = {
        "m-future": (422, office.body(other, "handled", 301), {}),
        "m-no-status": (422, office.body(other, "handled") | {"status": "done"}, {}),
        "m-no-json": (422, b"{", {}),
        "m-old": (401, office.body(other, "handled"), {"signed": timedelta(seconds=-301)}),
        "m-early": (401, office.body(other, "handled"), {"signed": timedelta(seconds=301)}),
        "m-tampered": (401, office.body(other, "handled"), {"more": b" "}),
        "m-stranger": (401, office.body(other, "handled"), {"secret": new_key()}),
        "m-large": (413, office.body(other, "handled"), {"more": b" " * 70_000}),
    }
    for name, (code, body, changes) in refused.items():
        assert (await office.repeat(body, name=name, **changes))[0] == code, name
    assert office.told(other) == []
    with office.deck.store.read() as reader:
        assert not any(reader.callback_answer("platform", name) for name in refused)


async def test_refused_message_may_come_again_in_order(office: Office) -> None:
    """What was refused is not remembered: the same id, mended, is applied."""
    one = office.incidents[0]
    assert (await office.say(office.body(one, "handled", 400), name="m-1"))[0] == 422
    assert (await office.say(office.body(one, "handled"), name="m-1"))[1]["result"] == "applied"


async def test_all_stages_at_once_end_where_the_last_one_leads(office: Office) -> None:
    """Every order in which messages may meet: each answered, each in the history once, the case at the end."""
    stages = ("accepted", "dispatched", "handling", "handled")
    messages = [
        (incident, f"{incident.id}-{stage}-{copy}", office.body(incident, stage, number - 60))
        for incident in office.incidents
        for number, stage in enumerate(stages)
        for copy in range(2)
    ]
    doubled = [*messages, *messages]
    random.Random(6).shuffle(doubled)
    answers = await asyncio.gather(*(office.say(body, name=name) for _, name, body in doubled))
    said: dict[str, Any] = {}
    for (_, name, _), (code, answer) in zip(doubled, answers, strict=True):
        assert code == 200
        assert said.setdefault(name, answer) == answer
    for incident in office.incidents:
        mine = Counter(said[name]["result"] for one, name, _ in messages if one.id == incident.id)
        steps = office.told(incident)
        assert len(steps) == 2 * len(stages) == mine.total()
        late = sum(step.what == "ignored_late" for step in steps)
        assert (mine["ignored"], mine["applied"]) == (late, len(steps) - late)
        assert mine["applied"] <= len(stages)  # of two alike, at most one is news
        assert office.status(incident) == "verifying"


async def test_a_message_that_breaks_off_is_applied_once_at_its_repeat(office: Office) -> None:
    """The platform hangs up before our answer and sends again: one step, and the answer that it has missed."""
    one = office.incidents[1]
    body = office.body(one, "dispatched", -5)
    tasks = [asyncio.create_task(office.say(body, name="m-cut")) for _ in range(AT_ONCE)]
    await asyncio.sleep(0.01)
    for task in tasks[::2]:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert (await office.say(body, name="m-cut"))[1]["result"] == "applied"
    assert [step.what for step in office.told(one)] == ["dispatched"]
