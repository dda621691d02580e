from __future__ import annotations

import pytest

from tests.builders_api import Deck


def test_a_list_is_filtered_and_paged(deck: Deck) -> None:
    """Newest change first; `next` leads on until it is null, without repeats."""
    made = [
        deck.incident(seconds=10 * i, subject=f"cam-1/waste/{i}", box=(0.1 * i, 0.6, 0.1 * i + 0.08, 0.68)).id
        for i in range(5)
    ]
    seen: list[str] = []
    after = None
    while True:
        query = {"limit": 2} | ({"after": after} if after else {})
        page = deck.client.get("/api/v1/incidents", params=query).json()
        seen += [one["id"] for one in page["incidents"]]
        after = page["next"]
        if after is None:
            break
    assert seen == made[::-1]
    assert deck.client.get("/api/v1/incidents?owner=police").json()["incidents"] == []
    assert (
        len(deck.client.get("/api/v1/incidents?matter=construction_waste&status=open").json()["incidents"])
        == 5
    )
    near = deck.client.get("/api/v1/incidents?box=120.2,30.4,120.3,30.5").json()["incidents"]
    assert len(near) == 5
    assert deck.client.get("/api/v1/incidents?box=121,31,122,32").json()["incidents"] == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("box=1,2,3", "west,south,east,north"),
        ("box=5,2,3,4", "west must be below east"),
        ("since=2026-11-02T08:00:00", "time zone"),
        ("after=nonsense", "cursor"),
        ("status=opened", "status"),
    ],
)
def test_a_bad_filter_says_what_is_right(deck: Deck, query: str, told: str) -> None:
    """A filter that is ignored silently shows the wrong list."""
    answer = deck.client.get(f"/api/v1/incidents?{query}")
    assert answer.status_code == 422
    assert told in answer.text


def test_the_history_tells_who_and_why(deck: Deck) -> None:
    """From first sight to the operator's word, in order."""
    incident = deck.incident()
    path = f"/api/v1/incidents/{incident.id}"
    deck.client.post(f"{path}/acts", json={"what": "acknowledge", "who": "li", "why": "on it"})
    steps = deck.client.get(f"{path}/history").json()
    assert [step["seq"] for step in steps] == list(range(1, len(steps) + 1))
    assert (steps[-1]["who"], steps[-1]["after"], steps[-1]["why"]) == (
        "operator:li",
        "acknowledged",
        "on it",
    )
    assert deck.committed == 1
    assert deck.client.get(f"{path}/deliveries").json()[0]["receiver"] == "platform"


def test_a_false_alarm_needs_its_reason(deck: Deck) -> None:
    """Without it nobody learns from it."""
    incident = deck.incident()
    answer = deck.client.post(f"/api/v1/incidents/{incident.id}/acts", json={"what": "reject", "who": "li"})
    assert answer.status_code == 422
    assert "why" in answer.json()["detail"]
