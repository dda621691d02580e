from __future__ import annotations

from api.camera_book import ChangeRefused
from core.config.overlay import Overlay
from core.people.audit import AuditQuery
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people

ZONE = {"id": "kerb", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}
PATH = "/api/v1/cameras/cam-1/overlay"


def test_what_comes_from_which_file_is_told_with_its_version(deck: Deck) -> None:
    """The ETag is for the change; what is nowhere is not found."""
    told = deck.client.get(PATH)
    assert (told.headers["etag"], told.json()["file"]) == ('"v0"', "cameras/police.csv")
    assert [part["source"] for part in told.json()["parts"]] == ["file", "file", "file"]
    assert deck.client.get("/api/v1/cameras/none/overlay").status_code == 404


def test_a_change_goes_with_its_version_and_into_the_audit(deck: Deck) -> None:
    """Null and left out are told apart; the audit's line says what changed."""
    body = {"zones": [ZONE], "overrides": None}
    answer = deck.client.patch(PATH, json=body, headers={"If-Match": '"v0"'})
    assert (answer.status_code, answer.headers["etag"], answer.json()["what"]) == (200, '"v1"', "set")
    (wish,) = deck.tunes
    assert (wish.camera_id, wish.expects, wish.who) == ("cam-1", "v0", "api")
    assert wish.data is not None
    assert (set(wish.data), wish.data["overrides"]) == ({"zones", "overrides"}, None)
    with deck.store.read() as reader:
        assert [entry.detail for entry in reader.audit(AuditQuery())] == ["cam-1 zones: 1 -> 2"]
    assert deck.committed == 1
    acts = deck.client.get(f"{PATH}/acts").json()
    assert [one["who"] for one in acts] == ["api"]


def test_what_is_set_is_taken_back(deck: Deck) -> None:
    """Of a camera that no file has any more, too; what is not there is not found."""
    deck.over["gone"] = Overlay.model_validate({"zones": [ZONE]})
    assert [one["camera_id"] for one in deck.client.get("/api/v1/overlays").json()] == ["gone"]
    gone = deck.client.delete("/api/v1/cameras/gone/overlay", headers={"If-Match": "*"})
    assert (gone.status_code, gone.json()["overlay"]) == (200, None)
    assert deck.tunes[0].data is None
    assert deck.client.delete("/api/v1/cameras/gone/overlay").status_code == 404


def test_what_was_set_is_said_to_hold(deck: Deck) -> None:
    """The same part again, as it is; of what nobody has set there is nothing to keep."""
    deck.over["cam-1"] = Overlay.model_validate({"zones": [ZONE], "overrides": []})
    kept = deck.client.post(f"{PATH}/keep", params={"part": "overrides"}, headers={"If-Match": '"v0"'})
    assert kept.status_code == 200
    assert (deck.tunes[0].data, deck.tunes[0].expects) == ({"overrides": []}, "v0")
    assert deck.client.post(f"{PATH}/keep", params={"part": "ground_points"}).status_code == 404
    assert deck.client.post(f"{PATH}/keep", params={"part": "access"}).status_code == 422


def test_a_refusal_says_what_mends_it(deck: Deck) -> None:
    """Status, version and mistakes come from whoever keeps the files."""
    deck.refuses = ChangeRefused(412, "was changed meanwhile", version="v9")
    answer = deck.client.patch(PATH, json={"zones": []}, headers={"If-Match": '"v0"'})
    assert (answer.status_code, answer.json()["version"]) == (412, "v9")
    assert deck.client.patch(PATH, json={"access": {}}).status_code == 422


def test_only_who_may_change_cameras_within_his_scope(deck: Deck) -> None:
    """An operator sees where a value comes from and changes nothing; of no camera tells only the whole district."""
    with_people(deck)
    add(deck, "op", Role.OPERATOR)
    add(deck, "eng", Role.ENGINEER, Scope(owners=("police",)))
    deck.over |= {"gone": Overlay(zones=()), "cam-1": Overlay(zones=()), "cam-2": Overlay(zones=())}
    operator, engineer = logged_in(deck, "op"), logged_in(deck, "eng")
    assert operator.get(PATH).status_code == 200
    assert operator.patch(PATH, json={"zones": []}).status_code == 403
    assert operator.get(f"{PATH}/acts").status_code == 403
    assert [one["camera_id"] for one in engineer.get("/api/v1/overlays").json()] == ["cam-2"]
    for outside in ("cam-1", "gone"):
        assert (
            engineer.delete(f"/api/v1/cameras/{outside}/overlay", headers={"If-Match": "*"}).status_code
            == 404
        )
    assert deck.tunes == []
