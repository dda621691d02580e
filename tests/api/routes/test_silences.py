from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from starlette.testclient import TestClient

from api.app import create_app
from tests.builders_api import TOKEN, Deck

PATH = "/api/v1/silences"


def _body(deck: Deck, hours: float = 2, **changes):
    return {
        "matchers": {"matters": ["construction_waste"]},
        "who": "li",
        "why": "market day",
        "ends_at": (deck.clock.now() + timedelta(hours=hours)).isoformat(),
    } | changes


def test_a_silence_from_its_making_to_its_end(deck: Deck) -> None:
    """Made, listed, moved, ended; the inbox follows, and the trail stays."""
    one = deck.incident()
    answer = deck.client.post(PATH, json=_body(deck))
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["Location"] == f"{PATH}/{made['id']}"
    assert (made["state"], made["author"], made["sending"]) == ("active", "operator:li", False)
    (card,) = deck.client.get("/api/v1/inbox?held=true").json()["cards"]
    assert (card["id"], card["by"], card["ref"]) == (one.id, "silence", made["id"])
    assert card["why"] == "已静默(operator:li):market day"
    assert [silence["id"] for silence in deck.client.get(PATH).json()] == [made["id"]]

    moved = {"who": "wang", "why": "longer", "ends_at": _body(deck, 5)["ends_at"]}
    assert deck.client.patch(f"{PATH}/{made['id']}", json=moved).json()["acts"][-1]["who"] == "operator:wang"
    after = deck.client.delete(f"{PATH}/{made['id']}?who=li&why=over").json()
    assert [act["what"] for act in after["acts"]] == ["made", "changed", "ended"]
    assert after["state"] == "over"
    assert deck.client.get(PATH).json() == []
    assert [silence["id"] for silence in deck.client.get(f"{PATH}?state=all").json()] == [made["id"]]
    assert deck.client.get(f"{PATH}/{made['id']}").json() == after
    assert deck.client.get("/api/v1/inbox").json()["held"] == {}
    assert deck.client.delete(f"{PATH}/{made['id']}?who=li").status_code == 409
    assert deck.client.get(f"{PATH}/sil_x").status_code == 404
    assert deck.stranger.get(PATH).status_code == 401


def test_a_bad_silence_is_refused_with_what_to_do(deck: Deck) -> None:
    """Of everything, too long, without an end, without a zone, weather over nothing."""
    for change in (
        {"matchers": {}},
        {"ends_at": _body(deck, 400)["ends_at"]},
        {"ends_at": "2026-11-02T23:00"},
        {"kind": "weather"},
        {"why": ""},
    ):
        answer = deck.client.post(PATH, json=_body(deck) | change)
        assert answer.status_code == 422, change
    told = deck.client.post(PATH, json=_body(deck) | {"matchers": {}}).json()["detail"]
    assert "give a matter" in told


def test_only_the_administrator_lets_receivers_wait(deck: Deck) -> None:
    """Neither makes, moves nor ends an operator such a silence; deliveries wait while it lasts."""
    services = replace(deck.app.state.services, admin_token="the-administrators-own")
    client = TestClient(create_app(services, deck.bell))
    operator = {"Authorization": f"Bearer {TOKEN}"}
    admin = {"Authorization": "Bearer the-administrators-own"}
    body = _body(deck, sending=True)
    assert client.post(PATH, json=body, headers=operator).status_code == 403
    made = client.post(PATH, json=body, headers=admin).json()
    assert made["sending"] is True
    deck.incident()
    with deck.store.read() as reader:
        assert reader.due_deliveries(deck.clock.now(), 9) == ()
        assert len(reader.deliveries()) == 1
    path = f"{PATH}/{made['id']}"
    assert client.delete(f"{path}?who=li", headers=operator).status_code == 403
    move = {"who": "li", "why": "x", "ends_at": body["ends_at"]}
    assert client.patch(path, json=move, headers=operator).status_code == 403
    assert client.delete(f"{path}?who=admin", headers=admin).status_code == 200
    with deck.store.read() as reader:
        assert len(reader.due_deliveries(deck.clock.now(), 9)) == 1


def test_heavy_rain_is_declared_over_a_street(deck: Deck) -> None:
    """By whoever may write silences: an operator, or the platform with the API's token."""
    body = _body(deck, kind="weather", matchers={"grid": "330109001"}, why="暴雨橙色预警")
    made = deck.client.post(PATH, json=body).json()
    assert (made["kind"], made["matchers"]["grid"]) == ("weather", "330109001")
