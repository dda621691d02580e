from __future__ import annotations

import cv2
import numpy as np

from tests.builders_api import Deck


def test_operators_see_the_raw_picture_and_strangers_do_not(deck: Deck) -> None:
    """The raw one stays inside."""
    picture = deck.incident().pictures[0]
    path = f"/api/v1/evidence/{picture.raw_key}"
    assert deck.client.get(path).content[:2] == b"\xff\xd8"
    assert deck.stranger.get(path).status_code == 401


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
    assert deck.stranger.get(link).status_code == 200
    assert deck.stranger.get(link.replace(picture.masked_key, picture.raw_key)).status_code == 403
    assert deck.stranger.get(f"/evidence/{picture.masked_key}").status_code == 403
    deck.clock.advance(61)
    assert "expired" in deck.stranger.get(link).json()["detail"]


def test_no_key_leads_out_of_the_evidence(deck: Deck) -> None:
    """Keys come from the outside too."""
    for key in ("..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "nothing.jpg"):
        assert deck.client.get(f"/api/v1/evidence/{key}").status_code == 404
