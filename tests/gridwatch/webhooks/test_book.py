from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.evidence import EvidenceStore
from alerts.signing import new_key
from alerts.store.memory import MemoryStore
from core.clock import SystemClock
from core.config.receiver import Receiver
from core.errors import NotFound
from core.secrets import Secrets
from gridwatch.configuration.loader import load
from gridwatch.webhooks.book import Trials
from tests.builders_store import incident, step
from tests.fakes.receiver import FakeReceiver, Reply

ROOT = Path(__file__).resolve().parents[3]


def trials(folder: Path, url: str = "http://127.0.0.1:9/", store: MemoryStore | None = None) -> Trials:
    """Trials of one receiver of the shipped configuration."""
    configuration = load(ROOT / "configs", {"GRIDWATCH_SECRET_API_TOKEN": "test-token"})
    receiver = Receiver.model_validate(
        {"name": "city", "url": url, "secret": "hook", "allow": ["127.0.0.0/8"]}
    )
    secrets = Secrets(values={"hook": new_key()})
    return Trials(
        replace(configuration, receivers={"city": receiver}, secrets=secrets),
        store=store or MemoryStore(),
        evidence=EvidenceStore(folder, max_bytes=10**6),
        links=None,
        clock=SystemClock(),
    )


async def test_a_test_is_sent_and_told_with_its_answer(tmp_path: Path) -> None:
    """Once, marked as a test, without its secrets."""
    async with FakeReceiver([Reply(status=202, body=b'{"case_number":"T-1"}')]) as receiver:
        reply = await trials(tmp_path, receiver.url).send_test("city")
    assert len(receiver.taken) == 1
    assert (reply.accepted, reply.status, reply.case_number) == (True, 202, "T-1")
    assert reply.request.headers["webhook-signature"] == "***"


async def test_a_preview_is_of_the_case_that_was_asked_for(tmp_path: Path) -> None:
    """And of a sample where none was; of a receiver that there is not, nothing."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
    book = trials(tmp_path, store=store)
    assert json.loads((await book.preview("city", "inc_1")).body)["data"]["id"] == "inc_1"
    assert "测试" in (await book.preview("city", None)).body
    with pytest.raises(NotFound, match="nobody"):
        await book.preview("nobody", None)
