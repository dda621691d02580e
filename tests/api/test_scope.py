"""Nobody sees beyond his part of the district: every GET of the API, by list and by address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from alerts.load.silence import Matchers
from alerts.store.base import DeliveryState
from alerts.store.load import LoadMark, Marked
from core.clock import ManualClock
from core.people.roles import Role
from core.people.scope import Scope
from ingest.outage import Outage
from ingest.outage_group import Group, GroupKind
from tests import builders_store as build
from tests.builders import camera
from tests.builders_api import Deck
from tests.builders_console import ConsoleDeck
from tests.builders_load import NOON, shelf, silence
from tests.builders_logins import add, logged_in, with_people

STREAMS = {"/api/v1/events"}  # never end; tests/api/people/test_telling.py
OPEN = {"/healthz", "/readyz", "/api/v1/first-run"}  # for anybody; nothing of the district
MINE, THEIRS = "330109001002003", "330109002002003"


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Deck:
    """Two streets of two owners, with everything that can be told of them."""
    clock.move_to(NOON)
    deck = ConsoleDeck(tmp_path, clock)
    with_people(deck)
    for name, owner, grid in (("mine", "police", MINE), ("theirs", "schools", THEIRS)):
        deck.known[f"cam-{name}"] = camera(f"cam-{name}", owner=owner, grid_code=grid, name=f"name-{name}")
        deck.healthy(f"cam-{name}")
        picture = build.picture()
        key = deck.evidence.keep(
            deck.latest("") or b"",
            kind="raw",
            incident_id=f"inc_{name}",
            role="before",
            taken_at=picture.taken_at,
        )
        incident = build.incident(
            f"inc_{name}",
            owner=owner,
            place=build.place(grid=grid),
            views=(build.view(f"cam-{name}"),),
            pictures=(build.picture(camera_id=f"cam-{name}", raw_key=key, masked_key=None),),
            title=f"title-{name}",
        )
        with deck.store.write() as writer:
            writer.put_incident(incident, [build.step()])
            writer.enqueue(build.delivery(f"msg_{name}", incident_id=incident.id))
            writer.put_shelf(shelf(incident.id, hours=9999))
            mark = LoadMark(at=deck.clock.now(), incident_id=incident.id, what=Marked.SHOWN, owner=owner)
            writer.add_load_marks([replace(mark, street=grid[:9], source=f"cam-{name}/kerb/waste")])
            failed = build.attempt(f"msg_{name}", outcome="failed", status=500, detail=f"about-{name}")
            writer.settle(failed, state=DeliveryState.PENDING, next_at=deck.clock.now())
            writer.put_silence(
                silence(id=f"sil_{name}", matchers=Matchers(grid=grid, owners=(owner,)), hours=9999)
            )
    del deck.known["cam-1"], deck.known["cam-2"]
    deck.dark = tuple(_outage(name, deck) for name in ("mine", "theirs"))
    return deck


@pytest.fixture(params=["grid", "owner"])
def scoped(request: pytest.FixtureRequest, deck: Deck) -> TestClient:
    """An operator of one street, and one of one owner's cameras."""
    scope = Scope(grids=("330109001",)) if request.param == "grid" else Scope(owners=("police",))
    add(deck, "scoped", Role.OPERATOR, scope)
    return logged_in(deck, "scoped")


def _outage(name: str, deck: Deck) -> Outage:
    now = deck.clock.now()
    return Outage(
        id=f"out_{name}",
        group=Group(kind=GroupKind.OWNER, name=name),
        members=9,
        cameras=frozenset({f"cam-{name}"}),
        down=9,
        since=now,
        told_at=now,
    )


def _addresses(deck: Deck, whose: str) -> Iterator[tuple[str, bool]]:
    """Yield each GET of the API with ids filled in, and whether it names one thing by its id."""
    with deck.store.read() as reader:
        incident = reader.incident(f"inc_{whose}")
    assert incident is not None
    ids = {
        "incident_id": incident.id,
        "camera_id": f"cam-{whose}",
        "delivery_id": f"msg_{whose}",
        "silence_id": f"sil_{whose}",
        "outage_id": f"out_{whose}",
        "key": incident.pictures[0].raw_key,
        "look_id": "look_x",
        "job_id": "job_x",
        "ending": "csv",
        "name": "platform",
        "file": "x.jpg",
        "trial": "x",
    }
    asks = {
        "/api/v1/inbox": "?held=true",
        "/api/v1/search": f"?q={whose}",
        "/api/v1/map/views": "?box=120,30,121,31",
        "/api/v1/map/around": "?lon=120.25&lat=30.45",
        "/api/v1/load": "?since=2026-11-02T00:00:00Z&until=2026-11-03T00:00:00Z",
    }
    for path, methods in deck.app.openapi()["paths"].items():
        if "get" not in methods or path in STREAMS | OPEN or path.startswith("/evidence/"):
            continue
        names = re.findall(r"{(\w+)", path)
        assert set(names) <= set(ids), (
            f"{path}: say here what its parameters are, and in api/people/within.py whose"
        )
        if path.startswith("/api/v1/figures/{name}"):
            names = []
        address = re.sub(r"{(\w+)[^}]*}", lambda found: ids[found[1]], path) + asks.get(path, "")
        yield (
            address,
            bool(set(names) & {"incident_id", "camera_id", "delivery_id", "silence_id", "outage_id", "key"}),
        )


def test_nothing_of_the_others_is_told_by_any_address(deck: Deck, scoped: TestClient) -> None:
    """Lists leave it out; its own address answers as for what does not exist.

    What owners and grids there are is no secret; what lies in them is.
    """
    leaks = []
    for address, single in _addresses(deck, "theirs"):
        answer = scoped.get(address)
        if answer.status_code == 200 and ("theirs" in answer.text.replace(address, "") or single):
            leaks.append(address)
        elif single and answer.status_code not in {403, 404}:
            leaks.append(f"{address} {answer.status_code}")
    assert leaks == []


def test_ones_own_part_is_told(deck: Deck, scoped: TestClient) -> None:
    """Else the walk above would prove only that nothing answers."""
    found = {address: scoped.get(address) for address, _ in _addresses(deck, "mine")}
    told = {
        address for address, answer in found.items() if answer.status_code == 200 and "mine" in answer.text
    }
    assert {
        "/api/v1/incidents",
        "/api/v1/incidents/inc_mine",
        "/api/v1/incidents/export.csv",
        "/api/v1/cameras",
        "/api/v1/cameras/cam-mine",
        "/api/v1/deliveries",
        "/api/v1/inbox?held=true",
        "/api/v1/shelves",
        "/api/v1/silences",
        "/api/v1/outages",
    } <= told
    (picture,) = [answer for address, answer in found.items() if address.startswith("/api/v1/evidence/")]
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")


def test_an_administrator_sees_both(deck: Deck) -> None:
    """The marks are there to be found."""
    add(deck, "root", Role.ADMINISTRATOR)
    root = logged_in(deck, "root")
    told = {address for address, _ in _addresses(deck, "theirs") if "theirs" in root.get(address).text}
    assert len(told) > 25, sorted(told)


def test_what_is_about_the_whole_district_is_not_for_a_part_of_it(deck: Deck) -> None:
    """An auditor of one owner reads no audit, an engineer of one street no metrics."""
    add(deck, "part", Role.AUDITOR, Scope(owners=("police",)))
    add(deck, "engineer", Role.ENGINEER, Scope(grids=("330109001",)))
    assert logged_in(deck, "part").get("/api/v1/audit").status_code == 403
    assert logged_in(deck, "engineer").get("/metrics").status_code == 403


def test_what_lies_outside_is_not_acted_on_either(deck: Deck, scoped: TestClient) -> None:
    """By address or named in a body; what is outside is not there."""
    acts = [
        ("/api/v1/incidents/inc_theirs/acts", {"what": "acknowledge", "who": "x"}),
        ("/api/v1/incidents/inc_theirs/claim", {}),
        ("/api/v1/incidents/inc_mine/merge", {"into": "inc_theirs", "who": "x", "why": "same"}),
        ("/api/v1/incidents/inc_theirs/merge", {"into": "inc_mine", "who": "x", "why": "same"}),
        ("/api/v1/cameras/cam-theirs/look", {}),
        ("/api/v1/cameras/cam-theirs/view", {}),
        ("/api/v1/cameras/cam-theirs/hold", {"who": "x"}),
    ]
    for address, body in acts:
        assert scoped.post(address, json=body).status_code == 404, address
    body = {"act": "acknowledge", "ids": ["inc_theirs"]}
    assert "inc_theirs" not in [
        one.get("id")
        for one in scoped.post("/api/v1/incidents/acts", json=body).json().get("answers", [])
        if one.get("kept")
    ]
    silenced = {
        "matchers": {"grid": THEIRS, "owners": ["schools"]},
        "who": "x",
        "why": "y",
        "ends_at": "2026-11-02T12:00:00+00:00",
    }
    assert scoped.post("/api/v1/silences", json=silenced).status_code == 403
