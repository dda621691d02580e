from __future__ import annotations

import cv2
import numpy as np

from core.config.settings.people import People
from core.people.roles import Role
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people


def test_operators_see_the_raw_picture_and_strangers_do_not(deck: Deck) -> None:
    """The raw one stays inside."""
    picture = deck.incident().pictures[0]
    path = f"/api/v1/evidence/{picture.raw_key}"
    assert deck.client.get(path).content[:2] == b"\xff\xd8"
    assert deck.stranger.get(path).status_code == 401


def test_a_browser_keeps_a_picture_and_asks_each_time_whether_it_may_show_it(deck: Deck) -> None:
    """Unchanged costs no bytes; who may not see it gets nothing, whatever the browser holds."""
    path = f"/api/v1/evidence/{deck.incident().pictures[0].raw_key}"
    first = deck.client.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    holding = {"If-None-Match": first.headers["etag"]}
    again = deck.client.get(path, headers=holding)
    assert (again.status_code, again.content) == (304, b"")
    assert deck.client.get(f"{path}?width=160", headers=holding).status_code == 200
    assert deck.stranger.get(path, headers=holding).status_code == 401
    assert deck.client.get("/api/v1/cameras").headers["cache-control"] == "no-store"


def test_each_view_is_asked_for_and_written_down_whatever_the_browser_holds(deck: Deck) -> None:
    """A colleague's picture, with his tag: without a reason it is not shown, with one it is in the audit."""
    with_people(deck, People(reason_roles=(Role.AUDITOR,)))
    add(deck)
    add(deck, "wu.min", Role.AUDITOR)
    path = f"/api/v1/evidence/{deck.incident().pictures[0].raw_key}"
    holding = {"If-None-Match": logged_in(deck).get(path).headers["etag"]}
    auditor = logged_in(deck, "wu.min")
    assert auditor.get(path, headers=holding).status_code == 428
    assert auditor.get(path, headers=holding | {"X-Reason": "review"}).status_code == 304
    seen = auditor.get("/api/v1/audit", params={"who": "wu.min"}).json()["entries"]
    assert "review" in [one["reason"] for one in seen]


def test_what_holds_links_to_pictures_is_a_view_of_them(deck: Deck) -> None:
    """A delivery's body and a receiver's preview ask for the reason that the picture asks for."""
    with_people(deck, People(reason_roles=(Role.OPERATOR,)))
    add(deck)
    incident = deck.incident()
    operator = logged_in(deck)
    (sent,) = operator.get(f"/api/v1/incidents/{incident.id}/deliveries").json()
    for path in (
        f"/api/v1/deliveries/{sent['id']}/body",
        f"/api/v1/receivers/{sent['receiver']}/preview",
        f"/api/v1/incidents/{incident.id}/cap.xml",
    ):
        assert operator.get(path).status_code == 428, path
    assert (
        operator.get(f"/api/v1/deliveries/{sent['id']}/body", headers={"X-Reason": "call"}).status_code == 200
    )


def test_a_list_asks_for_small_pictures(deck: Deck) -> None:
    """Reduced to the width asked for, never enlarged, and only within reason."""
    path = f"/api/v1/evidence/{deck.incident().pictures[0].raw_key}"
    jpeg = deck.client.get(path, params={"width": 160}).content
    small = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert small is not None
    assert small.shape == (90, 160, 3)
    assert deck.client.get(path, params={"width": 1920}).content == deck.client.get(path).content
    assert deck.client.get(path, params={"width": 50_000}).status_code == 422


def test_a_link_opens_one_picture_until_it_expires(deck: Deck) -> None:
    """Not another one, not a day later, not with a made-up signature."""
    picture = deck.incident().pictures[0]
    assert picture.masked_key is not None
    link = deck.links.link(picture.masked_key, deck.clock.now()).removeprefix("http://testserver")
    assert deck.stranger.get(link).headers["cache-control"] == "no-store"
    assert deck.stranger.get(link.replace(picture.masked_key, picture.raw_key)).status_code == 403
    assert deck.stranger.get(f"/evidence/{picture.masked_key}").status_code == 403
    deck.clock.advance(61)
    assert "expired" in deck.stranger.get(link).json()["detail"]


def test_no_key_leads_out_of_the_evidence(deck: Deck) -> None:
    """Keys come from the outside too."""
    for key in ("..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "nothing.jpg"):
        assert deck.client.get(f"/api/v1/evidence/{key}").status_code == 404
