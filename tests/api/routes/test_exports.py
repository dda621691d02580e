from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from alerts.export import pages
from alerts.store.sql import SqlStore
from core.clock import ManualClock
from tests.builders_api import Deck

PATH = "/api/v1/incidents/export"


def _fill(deck: Deck, count: int) -> list[str]:
    return [
        deck.incident(
            seconds=10 * i, subject=f"cam-1/waste/{i}", box=(0.08 * i, 0.6, 0.08 * i + 0.05, 0.68)
        ).id
        for i in range(count)
    ]


def test_a_map_gets_geojson(deck: Deck) -> None:
    """All of it whatever the list's pages, newest first, filtered as the list is."""
    made = _fill(deck, 3)
    answer = deck.client.get(f"{PATH}.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="incidents-20261102T080021Z.geojson"'
    )
    collection = answer.json()
    assert [feature["id"] for feature in collection["features"]] == made[::-1]
    assert deck.client.get(f"{PATH}.geojson?owner=police").json()["features"] == []
    (first, *_) = deck.client.get(f"{PATH}.geojson?datum=GCJ02").json()["features"]
    assert first["geometry"] == collection["features"][0]["geometry"]
    assert first["properties"]["shifted"]["datum"] == "GCJ02"


def test_a_spreadsheet_gets_csv(deck: Deck) -> None:
    """In the language asked for, in the district's own time."""
    _fill(deck, 2)
    answer = deck.client.get(f"{PATH}.csv?status=open")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["状态"] for row in rows] == ["待处置", "待处置"]
    assert rows[-1]["首次发现"] == "2026-11-02T16:00:00+08:00"
    english = deck.client.get(f"{PATH}.csv?language=en").content.decode("utf-8-sig")
    assert english.startswith("Incident,Status,")


def test_a_page_at_a_time_from_a_real_database(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are read in several threads and from one view of the database, which is let go of at the end."""
    monkeypatch.setattr(pages, "PAGE", 2)
    store = SqlStore(f"sqlite:///{tmp_path / 'g.db'}")
    deck = Deck(tmp_path / "evidence", clock, store=store)
    made = _fill(deck, 5)
    for _ in range(6):  # more often than exports may be under way
        features = deck.client.get(f"{PATH}.geojson").json()["features"]
        assert [feature["id"] for feature in features] == made[::-1]
    assert store._engine.pool.checkedout() == 0  # type: ignore[attr-defined] # a queue pool has it
    store.close()


def test_a_failure_before_the_first_page_is_an_answer(deck: Deck) -> None:
    """Not a file that ends too soon; and it takes no turn for good."""
    deck.store.close()
    for _ in range(6):
        assert deck.client.get(f"{PATH}.csv").status_code == 503
        assert "closed" in deck.client.get(f"{PATH}.csv").json()["detail"]


def test_too_many_at_once_are_told_to_come_again(deck: Deck) -> None:
    """Each holds a view of the store."""
    taken = [deck.app.state.exports.take() for _ in range(4)]
    answer = deck.client.get(f"{PATH}.csv")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "20")
    taken[0]()
    assert deck.client.get(f"{PATH}.csv").status_code == 200


def test_only_who_may_read_incidents(deck: Deck) -> None:
    """A stranger gets nothing; a wrong filter is told as in the list."""
    assert deck.stranger.get(f"{PATH}.csv").status_code == 401
    assert deck.client.get(f"{PATH}.csv?since=2026-11-02T08:00:00").status_code == 422
    assert deck.client.get(f"{PATH}.csv?datum=XYZ").status_code == 422


def test_what_comes_is_told_to_whoever_reads_the_interface(deck: Deck) -> None:
    """The media types stand in the OpenAPI document."""
    paths = deck.app.openapi()["paths"]
    for path, kind in (
        ("export.geojson", "application/geo+json"),
        ("export.csv", "text/csv"),
        ("cap.atom", "application/atom+xml"),
        ("{incident_id}/cap.xml", "application/cap+xml"),
    ):
        assert kind in paths[f"/api/v1/incidents/{path}"]["get"]["responses"]["200"]["content"]
