from __future__ import annotations

from alerts.figures.flows import ON_TIME
from tests.builders_api import Deck


def test_ready_names_the_part_that_is_not(deck: Deck) -> None:
    """A load balancer reads the status, a person the name."""
    assert deck.stranger.get("/healthz").json() == {"status": "alive"}
    assert deck.stranger.get("/readyz").status_code == 200
    deck.working = {"store": False}
    answer = deck.stranger.get("/readyz")
    assert (answer.status_code, answer.json()["detail"]) == (503, "not ready: store")


def test_the_figures_of_the_district(deck: Deck) -> None:
    """Cameras by state, incidents by status, deliveries by state."""
    deck.records["cam-1"] = {"state": "ok"}
    deck.incident()
    figures = deck.client.get("/api/v1/figures").json()
    assert figures["states"] == {"ok": 1, "not_looked_at": 1}
    assert figures["incidents"]["open"] == 1
    assert figures["deliveries"]["pending"] == 1
    assert figures["on_time_target"] == ON_TIME  # the same that the figure "on time" is held against


def test_metrics_are_prometheus_text(deck: Deck) -> None:
    """With the token, as every other number."""
    answer = deck.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert b"gridwatch_up" in answer.content


def test_the_district_comes_with_its_grid(deck: Deck) -> None:
    """One request draws the map."""
    district = deck.client.get("/api/v1/district").json()
    assert (district["code"], district["grid"]["type"]) == ("990101", "FeatureCollection")
