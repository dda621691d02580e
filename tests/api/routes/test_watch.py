from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from api.camera_desk import LivePicture, WatchRefused
from api.people.accounts import By, Change
from core.config.settings.people import People
from core.config.settings.viewing import LiveHours, OwnerViewing
from core.people.audit import AuditQuery
from core.people.roles import Role
from core.people.scope import Scope
from core.reason import Reason
from tests.builders import at
from tests.builders_api import Deck
from tests.builders_cameras import with_desk
from tests.builders_logins import add, logged_in, with_people

PATH = "/api/v1/cameras/cam-1/watch"


def _close(socket: Any) -> WebSocketDisconnect:
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_bytes()
    return closed.value


def test_pictures_come_with_their_time(deck: Deck) -> None:
    """Eight bytes of milliseconds, then the JPEG; the end says why, in two languages and as the close code."""
    fake = with_desk(deck)
    over = WatchRefused(4408, Reason(code="live.over", facts={"minutes": 60}))
    fake.pictures = [LivePicture(at=at(1.5), jpeg=b"one"), over]
    with deck.client.websocket_connect(f"{PATH}?fps=5") as socket:
        message = socket.receive_bytes()
        assert int.from_bytes(message[:8], "big") == round(at(1.5).timestamp() * 1000)
        assert message[8:] == b"one"
        told = socket.receive_json()
        assert (told["code"], "60 min" in told["why_en"], "60分钟" in told["why"]) == (4408, True, True)
        closed = _close(socket)
    assert (closed.code, "60 min" in closed.reason) == (4408, True)
    assert fake.asked == [("cam-1", "api", 5)]
    assert fake.watchers == []


def test_refused_views_say_why(deck: Deck) -> None:
    """An unknown camera; and a page of another origin, whose cookie would be sent along."""
    with_desk(deck)
    with deck.client.websocket_connect("/api/v1/cameras/none/watch") as socket:
        assert "none" in socket.receive_json()["why_en"]
        assert _close(socket).code == 4404
    with deck.client.websocket_connect(PATH, headers={"Origin": "https://elsewhere.example"}) as socket:
        assert socket.receive_json()["code"] == 4401
        assert _close(socket).code == 4401
    with deck.client.websocket_connect(PATH, headers={"Origin": "http://testserver"}) as socket:
        socket.close()


def test_an_owners_hours_hold(deck: Deck) -> None:
    """Outside of them it is told in two languages and kept in the audit; another owner's cameras go on."""
    with_desk(deck)
    hours = LiveHours(start=time(1), end=time(2))  # the district's clock shows 16:00
    with_people(deck, People(owners=(OwnerViewing(owner="urban-management", live=(hours,)),)))
    add(deck)
    client = logged_in(deck)
    with client.websocket_connect(PATH) as socket:
        told = socket.receive_json()
        assert (told["code"], "01:00-02:00" in told["why"], "01:00-02:00" in told["why_en"]) == (
            4403,
            True,
            True,
        )
        assert _close(socket).code == 4403
    with client.websocket_connect("/api/v1/cameras/cam-2/watch") as socket:
        socket.close()
    with deck.store.read() as reader:
        (refused,) = [one for one in reader.audit(AuditQuery()) if one.outcome == "refused"]
    assert (refused.who, refused.ref, "01:00-02:00" in refused.detail) == ("li.wei", "cam-1", True)


def test_a_stranger_watches_nothing(deck: Deck) -> None:
    """Refused before the socket is open."""
    fake = with_desk(deck)
    with pytest.raises(Exception), deck.stranger.websocket_connect(PATH):  # noqa: B017, PT011 - the client's own
        pass
    assert fake.asked == []


def test_a_view_ends_when_the_camera_leaves_the_viewers_part(
    deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told as a session that is over: what lies outside is not there."""
    monkeypatch.setattr("api.routes.watch.CHECK_S", 0.05)
    fake = with_desk(deck)
    fake.endless = True
    people = with_people(deck)
    add(deck, "li", Role.OPERATOR, Scope(owners=("urban-management",)))
    with logged_in(deck, "li").websocket_connect(PATH) as socket:
        change = Change(scope=Scope(owners=("police",)))
        people.accounts.change("li", change, by=By(who="test"))
        people.gate.forget()
        assert socket.receive_json()["code"] == 4401
        assert _close(socket).code == 4401


def test_who_is_watched_against_the_budget(deck: Deck) -> None:
    """For the wall."""
    with_desk(deck)
    told = deck.client.get("/api/v1/watched").json()
    assert told == {"most": 16, "count": 1, "cameras": [{"camera_id": "cam-1", "viewers": 2}]}
