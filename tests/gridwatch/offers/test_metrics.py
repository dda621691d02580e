from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest

from gridwatch.offers.metrics import OfferMetrics


def test_what_is_off_is_not_told() -> None:
    """A dashboard shows no zeros of what nobody wants."""
    registry = CollectorRegistry()
    metrics = OfferMetrics(registry, mqtt=False, digest=False)
    metrics.mqtt({"published": 3}, connected=True, behind=1)
    metrics.digest({"sent": 3})
    assert generate_latest(registry) == b""


def test_counters_never_fall_and_gauges_are_now() -> None:
    """The same total told again adds nothing; every count stands from the beginning."""
    registry = CollectorRegistry()
    metrics = OfferMetrics(registry, mqtt=True, digest=True)
    for published in (3, 3, 5):
        metrics.mqtt({"published": published}, connected=True, behind=-4)
    metrics.digest({"sent": 2, "failed": 1})
    lines = generate_latest(registry).decode().splitlines()
    for line in (
        'gridwatch_mqtt_total{what="published"} 5.0',
        'gridwatch_mqtt_total{what="lost"} 0.0',
        "gridwatch_mqtt_connected 1.0",
        "gridwatch_mqtt_behind 0.0",
        'gridwatch_digests_total{what="sent"} 2.0',
        'gridwatch_digests_total{what="given_up"} 0.0',
    ):
        assert line in lines
