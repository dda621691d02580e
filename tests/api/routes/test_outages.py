from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ingest.outage import Outage
from ingest.outage_group import Group, GroupKind
from tests.builders import START
from tests.builders_api import Deck

DARK = Outage(
    id="owner-police-20261102T080000",
    group=Group(kind=GroupKind.OWNER, name="police"),
    members=1500,
    cameras=frozenset({"cam-2", "gone"}),
    down=2,
    since=START,
    told_at=START + timedelta(seconds=50),
    held_back=1,
)


def test_what_is_dark_is_told_once_with_its_cameras_one_query_away(deck: Deck) -> None:
    """Both languages, figures, and the cameras by the outage's id."""
    deck.dark = (DARK, replace(DARK, id="earlier", ended_at=START + timedelta(hours=1)))
    (told,) = deck.client.get("/api/v1/outages").json()
    assert (told["id"], told["state"], told["cameras"], told["held_back"]) == (DARK.id, "dark", 2, 1)
    assert told["title_en"].startswith("network of owner x dark")
    assert told["title"].startswith("权属单位x网络中断")
    page = deck.client.get(f"/api/v1/cameras?outage={DARK.id}").json()
    assert [(one["id"], one["outage"]) for one in page["cameras"]] == [("cam-2", DARK.id)]
    assert deck.client.get("/api/v1/cameras?outage=nothing").json()["total"] == 0
    assert deck.client.get("/api/v1/cameras/cam-1").json()["outage"] is None


def test_what_is_over_is_told_to_who_asks(deck: Deck) -> None:
    """By state=all, and by id; 404 for what never was."""
    deck.dark = (replace(DARK, returned_at=START), replace(DARK, id="earlier", ended_at=START))
    states = [one["state"] for one in deck.client.get("/api/v1/outages?state=all").json()]
    assert states == ["returning", "over"]
    assert deck.client.get("/api/v1/outages/earlier").json()["state"] == "over"
    assert deck.client.get("/api/v1/outages/nothing").status_code == 404
    assert deck.stranger.get("/api/v1/outages").status_code == 401
