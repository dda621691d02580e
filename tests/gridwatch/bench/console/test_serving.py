"""New cases of the served folder; the service itself is run by test_measuring.py."""

from __future__ import annotations

from datetime import timedelta

from alerts.store.sql import SqlStore
from core.incident import Status
from gridwatch.bench.console.serving import fresh, title_of
from tests.gridwatch.bench.console.conftest import NOW


def test_a_new_case_stands_at_the_top_and_is_known_by_its_headline(store: SqlStore) -> None:
    """At the place of another, a candidate as severe as can be, with subjects of its own."""
    with store.read() as reader:
        like = reader.live_incidents()[0]
    now = NOW + timedelta(minutes=5)
    made = fresh(like, "inc_NEW", now)
    assert (made.status, made.matter.severity, made.version) == (Status.CANDIDATE, "extreme", 0)
    assert made.title == made.title_en == title_of("inc_NEW")
    assert made.place == like.place
    assert not {view.subject for view in made.views} & {view.subject for view in like.views}
    assert {view.last_seen for view in made.views} == {now}
