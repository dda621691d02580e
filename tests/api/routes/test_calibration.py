from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.calibrations import DoubtNow
from core.frame import Frame
from core.look import LookFailureKind
from core.people.audit import AuditQuery
from core.reason import Reason
from tests.builders import at, failure, frame
from tests.builders_api import Deck
from tests.builders_calibration import seen

PATH = "/api/v1/cameras/cam-1/calibration"


class Book:
    """One camera is doubted until it is accepted."""

    def __init__(self) -> None:
        self.accepted: list[Frame] = []

    def doubt(self, camera_id: str) -> DoubtNow | None:
        """As long as nothing was accepted."""
        if self.accepted:
            return None
        why = Reason(code="calibration.turned_by", facts={"since": "x", "right": 5.0, "down": 0.0})
        return DoubtNow(since=at(0), why=why, right_deg=5.0, down_deg=0.0)

    def accept(self, camera_id: str, frame: Frame) -> None:
        """Note it."""
        self.accepted.append(frame)


def body(count: int = 8, **more: Any) -> dict[str, Any]:
    """Ask about so many points."""
    points = [
        {"x": p.picture[0], "y": p.picture[1], "lon": p.ground.lon, "lat": p.ground.lat}
        for p in seen()[:count]
    ]
    return {"datum": "WGS84", "points": points, **more}


def test_points_are_checked(deck: Deck) -> None:
    """And nothing is changed."""
    told = deck.client.post(f"{PATH}/check", json=body()).json()
    assert told["usable"]
    assert not told["saved"]
    assert deck.tunes == []
    few = deck.client.post(f"{PATH}/check", json=body(5)).json()
    assert [fault["code"] for fault in few["faults"]] == ["few"]
    assert deck.client.post("/api/v1/cameras/none/calibration/check", json=body()).status_code == 404
    assert deck.stranger.post(f"{PATH}/check", json=body()).status_code == 401


def test_points_that_can_be_used_are_saved(deck: Deck) -> None:
    """Over the camera's file, with their error; those that cannot are refused with the reason."""
    told = deck.client.post(f"{PATH}/check", json=body(save=True), headers={"If-Match": '"v0"'})
    assert told.json()["saved"]
    assert len(told.json()["view"]) > 3
    (wish,) = deck.tunes
    assert (wish.camera_id, wish.expects) == ("cam-1", "v0")
    assert wish.data is not None
    assert len(wish.data["ground_points"]) == 8
    assert wish.data["calibration"]["error_m"] is not None
    refused = deck.client.post(f"{PATH}/check", json=body(5, save=True))
    assert refused.status_code == 422
    assert "6 or more are needed" in refused.json()["detail"]
    assert len(deck.tunes) == 1
    with deck.store.read() as reader:
        assert [entry.detail for entry in reader.audit(AuditQuery())] == ["cam-1 zones: 1 -> 2"]


def test_a_check_is_no_act(deck: Deck) -> None:
    """A page asks at every click: the audit would drown in figures about what was sent."""
    assert deck.client.post(f"{PATH}/check", json=body()).status_code == 200
    with deck.store.read() as reader:
        assert reader.audit(AuditQuery()) == ()


def test_a_doubt_is_told_and_ended_by_a_look(deck: Deck) -> None:
    """What the camera shows now is accepted; without a picture there is nothing to accept."""
    book = Book()
    deck.app.state.services = replace(deck.app.state.services, calibrations=book)
    told = deck.client.get(PATH).json()
    assert (told["by"], told["right_deg"]) == ("pose", 5.0)
    assert "turned since it was calibrated, by about +5.0 degrees" in told["why_en"]
    deck.looked = failure(LookFailureKind.BLACK)
    refused = deck.client.post(f"{PATH}/accept")
    assert refused.status_code == 409
    assert "scripted black" in refused.json()["detail"]
    deck.looked = frame()
    assert deck.client.post(f"{PATH}/accept").status_code == 204
    assert len(book.accepted) == 1
    assert deck.client.get(PATH).json()["doubted_since"] is None
