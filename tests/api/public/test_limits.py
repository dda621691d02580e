"""Buckets by script."""

from __future__ import annotations

from api.public import limits
from api.public.limits import Buckets
from core.clock import ManualClock


def _asked(buckets: Buckets, address: str, times: int) -> int:
    return sum(buckets.wait_s(address) == 0 for _ in range(times))


def test_a_burst_then_a_pace(clock: ManualClock):
    """Thirty at once, then one every two seconds; how long to wait is told and is true."""
    buckets = Buckets(clock)
    assert _asked(buckets, "10.0.0.1", 40) == 30
    assert buckets.refused == 10
    clock.advance(buckets.wait_s("10.0.0.1"))
    assert _asked(buckets, "10.0.0.1", 2) == 1
    clock.advance(3600)
    assert _asked(buckets, "10.0.0.1", 40) == 30


def test_whoever_guesses_is_soon_through(clock: ManualClock):
    """Six wrong ones cost what thirty right ones do."""
    buckets = Buckets(clock)
    tries = 0
    while buckets.wait_s("10.0.0.1") == 0:
        buckets.wrong("10.0.0.1")
        tries += 1
    assert tries == 5


def test_each_address_has_its_own(clock: ManualClock):
    """One that asks too much does not keep others out; a home's IPv6 addresses are one."""
    buckets = Buckets(clock)
    assert _asked(buckets, "10.0.0.1", 40) == 30
    assert _asked(buckets, "10.0.0.2", 1) == 1
    assert _asked(buckets, "2001:db8::1", 30) == 30
    assert _asked(buckets, "2001:db8::2%eth0", 1) == 0
    assert _asked(buckets, "2001:db8:0:1::1", 1) == 1
    assert _asked(buckets, "testclient", 1) == 1


def test_addresses_are_bounded(clock: ManualClock, monkeypatch):
    """The one that has not asked for longest is forgotten."""
    monkeypatch.setattr(limits, "MOST", 2)
    buckets = Buckets(clock)
    for address in ("a", "b", "a", "c"):
        _asked(buckets, address, 10)
    assert list(buckets._left) == ["a", "c"]
