from __future__ import annotations

import pytest

from alerts.filing import Filing, Mailing
from alerts.second_view import add_second_view, refuse_second_view
from alerts.store.memory import MemoryStore
from core.config.settings.delivery import Delivery
from core.errors import EvidenceError, NotFound
from core.ids import CountingIds
from core.incident import Incident, Status
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident

WHY = Reason(code="hawk.not_seen")


def filed(status: Status = Status.OPEN):
    """Open a transaction over a store that holds one incident."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(status), ())
    mailing = Mailing(receivers=(), settings=Delivery())
    return store, lambda writer: Filing(writer, mailing=mailing, ids=CountingIds(), now=at(60))


def unchanged(one, role, box):
    """Take no picture."""
    return one


def add(filing: Filing, photograph=unchanged) -> Incident | None:
    """Add a picture."""
    return add_second_view(
        filing, photograph, "inc_000001", camera_name="星河路 云台", look_id="look-9", box=None, why=WHY
    )


def test_a_picture_and_what_it_shows():
    """The role, a step of Gridwatch's own with the look, in both languages; the status stays."""
    store, filing_of = filed()
    roles = []

    def photograph(one, role, box):
        roles.append((role, box))
        return one

    with store.write() as writer:
        filing = filing_of(writer)
        kept = add(filing, photograph)
        filing.file()
    assert roles == [("second_view", None)]
    assert kept is not None
    assert kept.status is Status.OPEN
    with store.read() as reader:
        (step,) = reader.history("inc_000001")
    assert (step.what, step.who, step.look_id) == ("second_view", "gridwatch", "look-9")
    assert "星河路 云台" in step.why.tell("zh")
    assert "未识别" in step.why.tell("zh")
    assert "finds nothing" in step.why.tell("en")


def test_why_there_is_none():
    """A step of its own, and no picture."""
    store, filing_of = filed()
    with store.write() as writer:
        filing = filing_of(writer)
        assert refuse_second_view(filing, "inc_000001", camera_name="x", why=WHY) is not None
        filing.file()
    with store.read() as reader:
        assert reader.history("inc_000001")[0].what == "no_second_view"
        assert reader.incident("inc_000001").pictures == ()


def test_what_has_ended_is_left_alone():
    """The camera was on its way when the incident was rejected."""
    store, filing_of = filed(Status.REJECTED)
    with store.write() as writer:
        filing = filing_of(writer)
        assert add(filing) is None
        assert refuse_second_view(filing, "inc_000001", camera_name="x", why=WHY) is None
        with pytest.raises(NotFound):
            refuse_second_view(filing, "inc_9", camera_name="x", why=WHY)


def test_a_picture_that_cannot_be_kept_is_no_second_view():
    """The caller says why; the history tells no picture that is not there."""

    def lost(one, role, box):
        raise EvidenceError("evidence is full")

    store, filing_of = filed()
    with pytest.raises(EvidenceError), store.write() as writer:
        add(filing_of(writer), lost)
    with store.read() as reader:
        assert reader.history("inc_000001") == ()
