"""Nobody sees beyond his part of the district: every GET of the API, by list and by address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from alerts.load.silence import Matchers
from alerts.store.base import DeliveryState, Json
from alerts.store.load import LoadMark, Marked
from api.routes.figures import MAY_BE_BY
from core.clock import ManualClock
from core.people.roles import Role
from core.people.scope import Scope
from ingest.outage import Outage
from ingest.outage_group import Group, GroupKind
from tests import builders_store as build
from tests.builders import camera
from tests.builders_api import Deck
from tests.builders_cameras import with_desk
from tests.builders_console import ConsoleDeck
from tests.builders_load import NOON, shelf, silence
from tests.builders_logins import add, logged_in, with_people

STREAMS = {"/api/v1/events"}  # never end; tests/api/people/test_telling.py
OPEN = {"/healthz", "/readyz", "/api/v1/first-run"}  # for anybody; nothing of the district
MINE, THEIRS = "330109001002003", "330109002002003"
MARKS = ("owner-theirs", "of-theirs", "cam-theirs", "name-theirs", "title-theirs", "inc_theirs", "msg_theirs")


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Deck:
    """Two streets of two owners, with everything that can be told of them."""
    clock.move_to(NOON)
    deck = ConsoleDeck(tmp_path, clock)
    with_people(deck)
    for name, owner, grid in (("mine", "police", MINE), ("theirs", "owner-theirs", THEIRS)):
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
    deck.cells = [cell for name, grid in (("mine", MINE), ("theirs", THEIRS)) for cell in _cells(name, grid)]
    deck.dark = tuple(_outage(name, deck) for name in ("mine", "theirs"))
    return deck


@pytest.fixture(params=["grid", "owner"])
def scoped(request: pytest.FixtureRequest, deck: Deck) -> TestClient:
    """An operator of one street, and one of one owner's cameras."""
    scope = Scope(grids=("330109001",)) if request.param == "grid" else Scope(owners=("police",))
    add(deck, "scoped", Role.OPERATOR, scope)
    return logged_in(deck, "scoped")


def _cells(name: str, code: str) -> list[Json]:
    """A street, a community and a grid, each half a kilometre wide, one beside the other's."""
    west = 120.24 if name == "mine" else 120.25
    ring = [(west, 30.44), (west + 0.005, 30.44), (west + 0.005, 30.46), (west, 30.46), (west, 30.44)]
    return [
        {
            "type": "Feature",
            "properties": {"level": level, "code": code[:digits], "name": f"{level}-of-{name}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for level, digits in (("street", 9), ("community", 12), ("grid", 15))
    ]


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
    """Lists leave it out, with the names of its owner and its grid; its own address answers as for what is not there.

    A scope by owners alone has cameras anywhere: it is told what the grid is called.
    """
    by_grid = scoped.get("/api/v1/me").json()["scope"]["grids"]
    marks = [mark for mark in MARKS if by_grid or mark != "of-theirs"]
    leaks = []
    for address, single in _addresses(deck, "theirs"):
        answer = scoped.get(address)
        if answer.status_code == 200 and (single or any(mark in answer.text for mark in marks)):
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


def test_figures_are_of_ones_own_part(deck: Deck, scoped: TestClient) -> None:
    """Every figure by everything that it is told by: no name of the others, and their messages are not counted."""
    words = scoped.get("/api/v1/cases/words").json()
    assert words["owners"] == ["police"]
    by_grid = scoped.get("/api/v1/me").json()["scope"]["grids"]
    times = "from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z"
    for name, ways in MAY_BE_BY.items():
        for by in ways:
            for address in (
                f"/api/v1/figures/{name}?by={by}&{times}",
                f"/api/v1/figures/{name}.csv?by={by}&{times}",
            ):
                answer = scoped.get(address)
                assert answer.status_code == 200, address
                assert "theirs" not in answer.text, address
    told = scoped.get(f"/api/v1/figures/deliveries?by=receiver&{times}").json()
    assert [one["values"]["queued"] for one in (told["total"], *told["groups"])] == [1, 1]
    (receiver,) = scoped.get("/api/v1/receivers").json()
    glance = scoped.get("/api/v1/figures").json()
    assert (receiver["pending"], glance["deliveries"]) == (1, {"pending": 1})
    assert (glance["on_time_share"] is None) == bool(by_grid)
    add(deck, "root", Role.ADMINISTRATOR)
    whole = logged_in(deck, "root").get(f"/api/v1/figures/deliveries?by=receiver&{times}").json()
    assert whole["total"]["values"]["queued"] == 2


def test_looks_of_a_part_of_the_grid_are_of_its_cameras(deck: Deck) -> None:
    """From their histories, with a word on how far these go; the others' cameras are not counted."""
    with_desk(deck)
    add(deck, "street", Role.OPERATOR, Scope(grids=("330109001",)))
    times = "from=2025-11-23T00:00:00Z&to=2025-11-25T00:00:00Z"  # around builders_cameras.HOUR
    told = logged_in(deck, "street").get(f"/api/v1/figures/on_time?by=owner&{times}").json()
    assert [(one["key"], one["values"]["due"]) for one in told["groups"]] == [("police", 62)]
    assert "七天" in told["definition"]
    assert "seven days" in told["definition_en"]
    add(deck, "root", Role.ADMINISTRATOR)
    whole = logged_in(deck, "root").get(f"/api/v1/figures/on_time?by=owner&{times}").json()
    assert "七天" not in whole["definition"]
    add(deck, "district", Role.OPERATOR, Scope(grids=("330109", "330110")))
    every = logged_in(deck, "district").get(f"/api/v1/figures/on_time?by=owner&{times}").json()
    assert (every["total"], every["definition"]) == (whole["total"], whole["definition"])  # the account's


def test_false_alarms_are_set_against_ones_own_cameras(deck: Deck, scoped: TestClient) -> None:
    """Not against everybody's: their number is nobody's business, and the share would be too good."""
    assert scoped.get("/api/v1/figures/false_alarms").json()["total"]["values"]["cameras"] == 1


def test_a_scope_below_streets_counts_its_own_alarms(deck: Deck) -> None:
    """An alarm knows only its street; whoever has one grid of it is told of that grid's."""
    for number, grid in enumerate((MINE, "330109001002009")):
        incident = build.incident(
            f"inc_alarm{number}", place=build.place(grid=grid), views=(build.view("cam-mine"),)
        )
        with deck.store.write() as writer:
            writer.put_incident(incident, [build.step()])
            mark = LoadMark(at=NOON, incident_id=incident.id, what=Marked.SHOWN, street=grid[:9])
            writer.add_load_marks([mark])
    times = "from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z"

    def alarms(name: str, *grids: str) -> int:
        add(deck, name, Role.OPERATOR, Scope(grids=grids))
        told = logged_in(deck, name).get(f"/api/v1/figures/alarms?by=street&{times}").json()
        return int(told["total"]["values"]["alarms"])

    street, grid = alarms("street", "330109001"), alarms("grid", "330109001002009")
    assert (street, grid) == (3, 1)  # the fixture's own is in the street, too


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
        "matchers": {"grid": THEIRS, "owners": ["owner-theirs"]},
        "who": "x",
        "why": "y",
        "ends_at": "2026-11-02T12:00:00+00:00",
    }
    assert scoped.post("/api/v1/silences", json=silenced).status_code == 403
