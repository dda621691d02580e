"""The platform's words and acceptances, applied to what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.filing import Filing, Mailing
from alerts.life import Event
from alerts.platform import apply_acceptance, apply_status
from alerts.store.base import Delivery, Writer
from alerts.store.memory import MemoryStore
from core.config.settings.delivery import Delivery as DeliverySettings
from core.ids import CountingIds
from core.incident import Incident, Status
from tests.alerts.test_verify import step
from tests.builders import at
from tests.builders_desk import incident


def filing_of(writer: Writer, seconds: float) -> Filing:
    """A filing that tells nobody."""
    mailing = Mailing(receivers=(), settings=DeliverySettings())
    return Filing(writer, mailing=mailing, ids=CountingIds(), now=at(seconds))


def told(
    start: Incident, status: str, *, seconds: float = 5, case: str | None = None
) -> tuple[dict[str, Any], Incident]:
    """Keep an incident, apply one status, return the answer and the incident after it."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(start, [])
    with store.write() as writer:
        filing = filing_of(writer, 60)
        answer = apply_status(
            filing,
            StatusUpdate(
                message_id="m",
                incident_id=start.id,
                status=PlatformStatus(status),
                at=at(seconds),
                case_number=case,
            ),
        )
        filing.file()
        after = writer.incident(start.id)
    assert after is not None
    return answer, after


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (Status.OPEN, "accepted", Status.REPORTED),
        (Status.ACKNOWLEDGED, "dispatched", Status.HANDLING),
        (Status.REOPENED, "handling", Status.HANDLING),
        (Status.HANDLING, "handled", Status.VERIFYING),
        (Status.HANDLING, "returned", Status.REPORTED),
        (Status.HANDLING, "suspended", Status.HANDLING),
        (Status.REPORTED, "rejected", Status.REJECTED),
        (Status.HANDLING, "cancelled", Status.REJECTED),
    ],
)
def test_every_status_leads_somewhere(before: Status, said: str, after: Status) -> None:
    """The city's stages, mapped to ours; the case number is kept."""
    answer, now = told(incident(before), said, case="GD-7")
    assert (answer["result"], answer["status"], now.status, now.case_number) == (
        "applied",
        after.value,
        after,
        "GD-7",
    )


def test_what_has_ended_stays_ended() -> None:
    """A word on a closed case is noted and changes nothing."""
    answer, now = told(incident(Status.CLOSED), "handling")
    assert (answer["result"], now.status) == ("ignored", Status.CLOSED)
    assert "has ended" in answer["why"]


def test_a_candidate_is_unknown_to_the_platform() -> None:
    """It was never told of it."""
    answer, now = told(incident(Status.CANDIDATE), "handled")
    assert (answer["result"], answer["status"], now.version) == ("unknown", None, 1)


def accepted(start: Incident, number: str | None, *, created: float = 100) -> Incident:
    """Keep an incident opened at 100 s, apply the acceptance of a delivery made at `created`."""
    store = MemoryStore()
    opened = replace(step(1, Event.OPENED, seconds=100), before=Status.CANDIDATE, after=Status.OPEN)
    delivery = Delivery(
        id="msg_1",
        seq=1,
        incident_id=start.id,
        incident_version=1,
        receiver="grid",
        type="t",
        body=b"",
        created_at=at(created),
        next_at=at(created),
    )
    with store.write() as writer:
        writer.put_incident(start, [opened])
    with store.write() as writer:
        filing = filing_of(writer, 160)
        apply_acceptance(filing, delivery, number)
        filing.file()
        after = writer.incident(start.id)
    assert after is not None
    return after


def test_an_acceptance_reports() -> None:
    """With the number that the receiver has given it."""
    now = accepted(incident(Status.OPEN), "GD-1")
    assert (now.status, now.case_number) == (Status.REPORTED, "GD-1")


def test_an_acceptance_of_something_older_reports_nothing() -> None:
    """It was made before this round began; and what is further on stays there without a new version."""
    assert accepted(incident(Status.OPEN), None, created=99).status is Status.OPEN
    assert accepted(incident(Status.HANDLING), None).version == 1
    assert accepted(incident(Status.CLOSED), "x").case_number is None
