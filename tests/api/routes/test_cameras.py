from __future__ import annotations

from core.look import LookFailureKind
from tests.builders import camera, failure, frame
from tests.builders_api import Deck


def test_cameras_are_listed_filtered_and_paged(deck: Deck) -> None:
    """By owner, state and part of the name; the total says how many match."""
    deck.records["cam-2"] = {"state": "offline"}
    page = deck.client.get("/api/v1/cameras?limit=1").json()
    assert ([one["id"] for one in page["cameras"]], page["next"], page["total"]) == (["cam-1"], "cam-1", 2)
    rest = deck.client.get("/api/v1/cameras?limit=1&after=cam-1").json()
    assert ([one["id"] for one in rest["cameras"]], rest["next"]) == (["cam-2"], None)
    assert deck.client.get("/api/v1/cameras?owner=police").json()["total"] == 1
    assert deck.client.get("/api/v1/cameras?state=offline").json()["cameras"][0]["id"] == "cam-2"
    assert deck.client.get("/api/v1/cameras?q=CAM-2").json()["total"] == 1


def test_a_district_of_cameras_comes_in_one_page(deck: Deck) -> None:
    """The map asks for all of them."""
    deck.known.update({f"x-{i}": camera(f"x-{i}") for i in range(7396)})
    assert len(deck.client.get("/api/v1/cameras?limit=10000").json()["cameras"]) == 7398


def test_looking_now_tells_how_it_ended(deck: Deck) -> None:
    """A picture, a named failure, or that it will come."""
    path = "/api/v1/cameras/cam-1/look"
    deck.looked = frame(seconds=3)
    assert deck.client.post(path).json()["outcome"] == "picture"
    deck.looked = failure(LookFailureKind.BLACK)
    assert deck.client.post(path).json() | {"look_id": None} == {
        "outcome": "failed", "kind": "black", "detail": "scripted black", "look_id": None, "taken_at": None,
    }  # fmt: skip
    deck.looked = None
    assert deck.client.post(path).json()["outcome"] == "waiting"
    assert deck.client.post("/api/v1/cameras/nothing/look").status_code == 404


def test_the_latest_picture_is_not_cached(deck: Deck) -> None:
    """An old picture shown as the latest would mislead."""
    answer = deck.client.get("/api/v1/cameras/cam-1/latest.jpg")
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert deck.client.get("/api/v1/cameras/cam-2/latest.jpg").status_code == 404


def test_a_camera_turned_on_purpose_is_accepted(deck: Deck) -> None:
    """Otherwise it would stay `turned` for ever."""
    assert deck.client.post("/api/v1/cameras/cam-1/view").status_code == 204
    assert deck.accepted == ["cam-1"]
    assert deck.client.post("/api/v1/cameras/nothing/view").status_code == 404


def test_a_camera_says_why_it_raised_nothing(deck: Deck) -> None:
    """An operator who sees a heap and no alarm can ask why, in both languages."""
    told = deck.client.get("/api/v1/cameras/cam-1").json()
    assert "1 of 4 looks" in told["why_nothing_en"][0]
    assert "4次查看中1次" in told["why_nothing"][0]


def test_facets_and_chosen_cameras(deck: Deck) -> None:
    """How many there are of each; those of a wall by id, whose pictures are kept at hand from then on."""
    deck.records["cam-1"] = {"state": "blind"}
    told = deck.client.get("/api/v1/cameras/facets").json()
    assert told["owners"] == {"police": 1, deck.known["cam-1"].owner: 1}
    assert (told["states"], told["profiles"]) == ({"blind": 1, "unknown": 1}, {"street": 2})
    chosen = deck.client.get("/api/v1/cameras", params={"id": ["cam-2", "none"], "profile": "street"}).json()
    assert [(one["id"], one["shown"]) for one in chosen["cameras"]] == [("cam-2", None)]
    assert deck.pictured == ["cam-2", "none"]
    assert deck.client.get("/api/v1/cameras", params={"profile": "other"}).json()["total"] == 0
    assert deck.client.get("/api/v1/cameras", params={"state": "unknown"}).json()["total"] == 1
