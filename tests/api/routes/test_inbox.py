from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.load.inhibition import Cause, Inhibition
from tests.builders import START
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people


def _heaps(deck: Deck, count: int) -> list[str]:
    made = []
    for n in range(count):
        x = 0.02 + 0.07 * n
        box = (x, 0.6, x + 0.04, 0.64)
        made.append(deck.incident(seconds=10 * n, subject=f"cam-1/waste/{n}", box=box).id)
    return made


def _until(deck: Deck, hours: float) -> str:
    return (deck.clock.now() + timedelta(hours=hours)).isoformat()


def test_the_inbox_says_what_comes_first_and_why(deck: Deck) -> None:
    """Points with their parts in both languages; nobody but operators reads it."""
    one = deck.incident()
    told = deck.client.get("/api/v1/inbox").json()
    assert (told["waiting"], told["held"], told["total"], told["flood"]["since"]) == (1, {}, 1, None)
    (row,) = told["rows"]
    assert (row["head"]["id"], row["count"], row["group"], row["ids"]) == (one.id, 1, "", [one.id])
    head = row["head"]
    assert head["points"] == round(sum(part["points"] for part in head["parts"]), 1)
    assert head["parts"][0]["why"]
    assert (head["why"], head["why_en"]) == ("显示:无抑制条件", "shown: nothing holds it back")
    assert deck.stranger.get("/api/v1/inbox").status_code == 401


def test_what_is_held_back_is_counted_and_one_question_away(deck: Deck) -> None:
    """A dark camera holds its incident back; `held=true` shows it with its reason."""
    one = deck.incident()
    facts = {"name": "主机", "name_en": "host x dark"}
    deck.causes = (
        Inhibition(id="o-1", cause=Cause.OUTAGE, since=START, cameras=frozenset({"cam-1"}), facts=facts),
    )
    told = deck.client.get("/api/v1/inbox").json()
    assert (told["rows"], told["held"], told["waiting"]) == ([], {"outage": 1}, 0)
    (card,) = deck.client.get("/api/v1/inbox?held=true").json()["cards"]
    assert (card["id"], card["shown"], card["by"], card["ref"]) == (one.id, False, "outage", "o-1")
    assert card["why_en"] == "held back: its cameras are dark (host x dark)"


def test_filters_pages_and_what_somebody_has(deck: Deck) -> None:
    """By place, matter, owner, severity and camera; acknowledged ones only when asked for."""
    ids = _heaps(deck, 4)
    every = deck.client.get("/api/v1/inbox").json()
    assert every["total"] == 4
    page = deck.client.get("/api/v1/inbox?limit=2&offset=3").json()
    assert (page["total"], len(page["rows"])) == (4, 1)
    assert page["order"] == every["order"] == [row["head"]["id"] for row in every["rows"]]
    for query, count in {
        "camera=cam-1": 4, "camera=cam-2": 0, "matter=crowding": 0, "owner=urban-management": 4,
        "severity=severe": 0, "severity=minor&severity=moderate": 4, "grid=33": 0,
    }.items():  # fmt: skip
        assert deck.client.get(f"/api/v1/inbox?{query}").json()["total"] == count, query
    body = {"what": "acknowledge", "who": "li"}
    assert deck.client.post(f"/api/v1/incidents/{ids[0]}/acts", json=body).status_code == 200
    assert deck.client.get("/api/v1/inbox").json()["total"] == 3
    rows = deck.client.get("/api/v1/inbox?waiting=false").json()["rows"]
    assert rows[-1]["head"]["id"] == ids[0]
    assert rows[-1]["head"]["waits"] is False


def test_in_a_flood_alike_incidents_are_one_line(deck: Deck) -> None:
    """Twelve in two minutes for one seat; all of them are named in it."""
    ids = _heaps(deck, 12)
    deck.load.inbox.tick()
    told = deck.client.get("/api/v1/inbox").json()
    assert told["flood"]["since"] is not None
    (row,) = told["rows"]
    assert (row["count"], sorted(row["ids"])) == (12, sorted(ids))
    assert "12 alike" in row["why_en"]


def test_an_incident_is_shelved_and_taken_back(deck: Deck) -> None:
    """With who, why and until; in the history, in the list of shelves, and out of the inbox meanwhile."""
    one = deck.incident()
    path = f"/api/v1/incidents/{one.id}/shelf"
    body = {"who": "li", "why": "the crew comes at ten", "until": _until(deck, 2)}
    assert deck.client.put(path, json=body).json()["author"] == "operator:li"
    assert deck.client.get("/api/v1/inbox").json()["held"] == {"shelf": 1}
    assert [shelf["incident_id"] for shelf in deck.client.get("/api/v1/shelves").json()] == [one.id]
    history = deck.client.get(f"/api/v1/incidents/{one.id}/history").json()
    assert (history[-1]["what"], history[-1]["who"]) == ("shelved", "operator:li")
    assert deck.client.delete(f"{path}?who=li&why=early").status_code == 204
    assert deck.client.get("/api/v1/inbox").json()["held"] == {}
    assert deck.client.delete(f"{path}?who=li").status_code == 404


def test_what_a_colleague_works_on_is_not_shelved(deck: Deck) -> None:
    """Neither put aside nor taken back behind his back; he himself may."""
    with_people(deck)
    add(deck)
    add(deck, "wang")
    one = deck.incident()
    path = f"/api/v1/incidents/{one.id}/shelf"
    mine, theirs = logged_in(deck), logged_in(deck, "wang")
    body = {"who": "x", "why": "the crew comes at ten", "until": _until(deck, 2)}
    assert mine.post(f"/api/v1/incidents/{one.id}/claim", json={}).status_code == 200
    assert theirs.put(path, json=body).status_code == 409
    assert mine.put(path, json=body).status_code == 200
    assert theirs.delete(f"{path}?who=x").status_code == 409
    assert mine.delete(f"{path}?who=x").status_code == 204


def test_bad_shelves_are_refused(deck: Deck) -> None:
    """Too long, in the past, without a zone, without a reason, of nothing."""
    one = deck.incident()
    path = f"/api/v1/incidents/{one.id}/shelf"
    good = {"who": "li", "why": "later", "until": _until(deck, 2)}
    for change in (
        {"until": _until(deck, 80)},
        {"until": _until(deck, -1)},
        {"until": "2026-11-02T10:00"},
        {"why": ""},
    ):
        assert deck.client.put(path, json=good | change).status_code == 422, change
    assert deck.client.put("/api/v1/incidents/inc_x/shelf", json=good).status_code == 404
    assert deck.client.get("/api/v1/shelves").json() == []


@pytest.mark.parametrize(
    "until", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00"]
)
def test_the_ends_of_the_calendar_are_refused(deck: Deck, until: str) -> None:
    """A day before the first day there is none."""
    answer = deck.client.get(f"/api/v1/load?until={until}")
    assert (answer.status_code, answer.json()["detail"][:14]) == (422, "until: the yea")


def test_the_load_is_told_against_its_targets(deck: Deck) -> None:
    """Alarms per seat and hour, floods, standing, chattering, sources, severities, what was held back."""
    deck.incident()
    deck.load.inbox.tick()
    deck.clock.advance(2 * 3600)
    told = deck.client.get("/api/v1/load").json()
    assert (told["alarms"], told["seat_hours"]) == (1, 2.17)  # of a day, since the first hour on record
    names = [one["name"] for one in told["verdicts"]]
    assert names == ["per_seat_hour", "p95_hour", "flood", "standing", "chattering", "top_ten"]
    assert told["verdicts"][0]["title"] == "每席每小时告警"
    assert told["verdicts"][0]["good"] is True
    assert sum(told["mix"].values()) == 1
    assert deck.client.get("/api/v1/load?since=2020-01-01T00:00:00Z").status_code == 422
    assert deck.client.get("/api/v1/load?since=2026-11-02T00:00").status_code == 422
