"""One search over everything that has a place."""

from __future__ import annotations

import pytest

from tests.builders_api import Deck
from tests.builders_map import grid, placed


@pytest.fixture
def district(deck: Deck) -> Deck:
    """Two cameras in a grid."""
    deck.known = {
        "cam-1": placed("cam-1", 120.001, 30.001, name="新桥路12号东门"),
        "cam-2": placed("cam-2", 120.03, 30.01, owner="police", name="Market hall"),
    }
    deck.records = {"cam-1": {"state": "ok"}}
    deck.grid = grid
    return deck


def _found(deck: Deck, q: str, **more: object) -> list[tuple[str, str]]:
    told = deck.client.get("/api/v1/search", params={"q": q, **more}).json()
    return [(one["kind"], one["id"]) for one in told["found"]]


def test_grids_come_before_cameras(district: Deck) -> None:
    """新桥 is a street, and the road of a camera in another one."""
    assert _found(district, "新桥") == [("grid", "990101002"), ("camera", "cam-1"), ("camera", "cam-2")]
    told = district.client.get("/api/v1/search?q=xql12").json()["found"]
    assert [(one["id"], one["where"], one["state"]) for one in told] == [
        ("cam-1", "示范区 河畔街道 柳湾社区 第一网格", "ok")
    ]


def test_an_incident_is_found_by_its_id_and_a_candidate_is_not(district: Deck) -> None:
    """By its beginning, from five characters on."""
    incident = district.incident()
    assert _found(district, incident.id) == [("incident", incident.id)]
    assert _found(district, incident.id[:7]) == [("incident", incident.id)]
    assert _found(district, incident.id[:4]) == []


def test_an_incident_is_found_by_the_case_number_of_a_receiver(district: Deck) -> None:
    """As a citizen or the platform tells it on the telephone."""
    incident = district.incident()
    with district.store.write() as writer:
        (delivery,) = writer.deliveries(incident_id=incident.id)
        writer.tables.deliveries[delivery.id] = type(delivery)(
            **{name: getattr(delivery, name) for name in delivery.__slots__} | {"case_number": "WG-2026-7"}
        )
    assert _found(district, "WG-2026-7") == [("incident", incident.id)]


def test_what_is_found_is_bounded(district: Deck) -> None:
    """With how many were left off."""
    told = district.client.get("/api/v1/search?q=cam&limit=1").json()
    assert ([one["id"] for one in told["found"]], told["left_off"]) == (["cam-1"], 1)
    assert district.client.get("/api/v1/search?q=").status_code == 422
    assert _found(district, "   ") == []
