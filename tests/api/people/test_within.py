from __future__ import annotations

import pytest

from alerts.load.silence import Matchers
from api.people.within import covers, outside, owner_of, touches
from core.people.scope import EVERYTHING, Scope
from tests.builders_api import Deck

POLICE = Scope(owners=("police",))
STREET = Scope(grids=("330109001",))


def test_what_an_address_names_is_held_against_the_scope(deck: Deck) -> None:
    """By its parameters' names; what does not exist is the route's to tell."""
    given = deck.app.state.services
    incident = deck.incident(camera_id="cam-2")
    other = deck.incident(camera_id="cam-1", seconds=900)
    assert outside(given, EVERYTHING, {"camera_id": "cam-1"}) == ""
    assert outside(given, POLICE, {"camera_id": "cam-1"}) == "camera_id"
    assert outside(given, POLICE, {"camera_id": "cam-2", "incident_id": incident.id}) == ""
    assert outside(given, POLICE, {"incident_id": other.id}) == "incident_id"
    assert outside(given, POLICE, {"incident_id": "inc_x", "camera_id": "cam-x", "name": "cam-1"}) == ""


def test_a_picture_is_its_incidents_and_its_cameras(deck: Deck) -> None:
    """A key that names no incident that is kept is nobody's."""
    given = deck.app.state.services
    incident = deck.incident(camera_id="cam-2")
    key = incident.pictures[0].raw_key
    assert outside(given, POLICE, {"key": key}) == ""
    assert outside(given, Scope(owners=("schools",)), {"key": key}) == "key"
    assert outside(given, POLICE, {"key": key.replace(incident.id, "inc_x")}) == "key"
    assert owner_of(given, {"key": key}) == "police"
    assert owner_of(given, {"camera_id": "cam-2"}) == "police"
    assert owner_of(given, {"key": "x"}) == ""


@pytest.mark.parametrize(
    ("scope", "matchers", "told", "made"),
    [
        (EVERYTHING, Matchers(grid="44"), True, True),
        (STREET, Matchers(grid="330109001002"), True, True),
        (STREET, Matchers(grid="330109"), True, False),
        (STREET, Matchers(grid="330108"), False, False),
        (STREET, Matchers(matters=("waste",)), True, False),
        (POLICE, Matchers(owners=("police",)), True, True),
        (POLICE, Matchers(owners=("police", "schools")), True, False),
        (POLICE, Matchers(owners=("schools",)), False, False),
        (POLICE, Matchers(cameras=("cam-2",)), True, True),
        (POLICE, Matchers(cameras=("cam-1",)), False, False),
    ],
)
def test_a_silence_is_told_where_it_may_matter_and_made_only_within(
    deck: Deck, scope: Scope, matchers: Matchers, told: bool, made: bool
) -> None:
    """Nobody silences a neighbour's street; who is silenced by the district knows it."""
    given = deck.app.state.services
    assert touches(given, scope, matchers) is told
    assert covers(given, scope, matchers) is made
