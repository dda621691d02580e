from __future__ import annotations

import base64

from tests.builders import camera
from tests.builders_api import Deck
from tests.builders_cameras import with_desk


def test_why_it_was_not_looked_at(deck: Deck) -> None:
    """By the hour, in words, with changes and looks; the last look's picture is at hand."""
    fake = with_desk(deck)
    told = deck.client.get("/api/v1/cameras/cam-1/history", params={"hours": 2}).json()
    assert fake.asked == [("cam-1", 2)]
    assert told["hours"][0]["missed"] == {"no_budget": 2}
    assert told["summary"][0]["why_en"].startswith("58 of 62 looks on time")
    assert any("budgets were full" in one["why_en"] for one in told["summary"])
    assert told["changes"][0]["why"] == "摄像机时钟已恢复正常"
    assert [(one["kind"], one["picture"]) for one in told["looks"]] == [("timeout", False), (None, True)]
    assert deck.client.get("/api/v1/cameras/none/history").status_code == 404
    assert deck.client.get("/api/v1/cameras/cam-1/history", params={"hours": 999}).status_code == 422
    assert deck.stranger.get("/api/v1/cameras/cam-1/history").status_code == 401


def test_looks_with_a_picture_still(deck: Deck) -> None:
    """The latest, and the evidence of its cases, whatever became of them; of nobody else's part of the district."""
    deck.incident()
    told = deck.client.get("/api/v1/cameras/cam-1/pictures").json()["pictures"]
    assert [(one["kind"], one["look_id"]) for one in told[:1]] == [("latest", "look-1")]
    kept = [one for one in told if one["kind"] == "evidence"]
    assert {one["role"] for one in kept} >= {"before"}
    assert deck.client.get(kept[0]["url"]).status_code == 200
    assert deck.client.get("/api/v1/cameras/cam-2/pictures").json()["pictures"] == []
    assert deck.client.get("/api/v1/cameras/none/pictures").status_code == 404


def test_rules_explained_and_zones_as_written(deck: Deck) -> None:
    """With the version that a change names, and the kinds of zones that mean something."""
    with_desk(deck)
    deck.known["cam-1"] = camera(
        zones=[{"id": "kerb", "kind": "no_parking", "polygon": [[0, 0], [1, 0], [1, 1]]}],
        overrides=[{"rule": "waste", "k": 4}],
    )
    told = deck.client.get("/api/v1/cameras/cam-1/rules").json()
    assert (told["version"], told["overlay"]["file"]) == ("v0", "cameras/police.csv")
    assert told["zones"][0]["id"] == "kerb"
    assert "no_parking" in told["zone_kinds"]
    assert told["overrides"][0]["k"] == 4
    (rule,) = told["profile"]["rules"]
    assert "垃圾堆" in rule["explained"]
    assert "a heap of waste" in rule["explained_en"]
    assert rule["values"]["n"] == 4
    assert deck.client.get("/api/v1/profiles").json()[0]["name"] == "test"


def test_one_picture_is_tried(deck: Deck) -> None:
    """The last one, or one that is sent; zones are checked as those of a file are."""
    fake = with_desk(deck)
    path = "/api/v1/cameras/cam-1/what-if"
    told = deck.client.post(path, json={}).json()
    assert told["boxes"][0]["name"] == "waste"
    assert (told["boxes"][0]["label"], told["boxes"][0]["label_en"]) == ("垃圾堆", "heap of waste")
    assert told["rules"][0]["name"] == "积存垃圾渣土"
    assert told["rules"][0]["fires"] == "later"
    assert "3 of 4" in told["rules"][0]["why_en"][0]
    zone = {"id": "a", "kind": "any", "polygon": [[0, 0], [1, 0], [1, 1]]}
    sent = base64.b64encode(b"jpeg").decode()
    assert deck.client.post(path, json={"jpeg": sent, "zones": [zone]}).status_code == 200
    assert (fake.asked[-1]["jpeg"], fake.asked[-1]["zones"][0].id) == (b"jpeg", "a")
    assert deck.client.post(path, json={"jpeg": "%%%"}).status_code == 422
    crossed = zone | {"polygon": [[0, 0], [1, 1], [1, 0], [0, 1]]}
    refused = deck.client.post(path, json={"zones": [crossed]})
    assert refused.status_code == 422
    assert "crosses itself" in refused.text


def test_only_its_holder_turns_a_camera(deck: Deck) -> None:
    """By a step, a preset or home; the others are told who has it."""
    fake = with_desk(deck)
    path = "/api/v1/cameras/cam-1/turn"
    told = deck.client.post(path, json={"who": "li", "pan_deg": 5}).json()
    assert (told["arrived"], told["head"]["held_by"]) == (True, "li")
    assert fake.asked[-1].pan_deg == 5
    refused = deck.client.post(path, json={"who": "wang", "home": True})
    assert (refused.status_code, refused.json()["held_by"]) == (409, "li")
    assert deck.client.post(path, json={"who": "li", "pan_deg": 720}).status_code == 422


def test_who_sees_the_same_place(deck: Deck) -> None:
    """The one beside it, not itself."""
    pose = {"height_m": 8, "heading_deg": 0, "tilt_deg": 30, "hfov_deg": 60}
    deck.known = {name: camera(name, pose=pose) for name in ("cam-1", "cam-2")}
    told = deck.client.get("/api/v1/cameras/cam-1/covering").json()
    assert [one["camera_id"] for one in told["views"]] == ["cam-2"]
    assert told["views"][0]["sure"] > 0.5


def test_without_a_desk(deck: Deck) -> None:
    """503, not a broken page."""
    assert deck.client.get("/api/v1/cameras/cam-1/history").status_code == 503
