from __future__ import annotations

from gridwatch.bench.deliver import Load, bench_deliver


async def test_a_small_load_is_delivered_whole_and_in_order() -> None:
    """Each outbox drained once, nothing repeated, refused or out of order; the ratio is over the plain loop."""
    told: list[float] = []
    load = Load(
        deliveries=120, versions=3, few=2, few_deliveries=20, outage_deliveries=60, per_s=20, seconds=1
    )
    found = await bench_deliver(load, progress=told.append)
    assert (found.many.incidents, found.many.deliveries) == (40, 120)
    assert (found.few.incidents, found.few.deliveries) == (2, 20)
    for one in (found.many, found.few):
        assert (one.repeated, one.out_of_order, one.refused) == (0, 0, 0)
    assert found.way.deliveries == 20
    assert 0 < found.p50_ms <= found.p95_ms <= found.p99_ms
    assert found.ratio == found.accepted_per_s / found.peer_per_s
    assert 1500 < found.body_bytes < 4000
    assert found.outage is not None
    back = found.outage.drained
    assert (back.deliveries, back.out_of_order, back.repeated) == (61, 0, 0)
    assert found.outage.failed >= 10 * 6
    assert found.outage.late_h > 5  # the schedule alone would have let them wait
    assert told == sorted(told)
    assert told[-1] <= load.total
    assert {"accepted_per_s", "p50_ms", "p95_ms", "p99_ms"} <= found.to_json().keys()
