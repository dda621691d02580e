"""The ready line: deadline order behind gates, checked against a plain list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.ready import Ready, Waiting


def look(camera_id: str, host: str, owner: str, key: float) -> Waiting:
    """A patrol look that waits."""
    return Waiting(camera_id, host, owner, key, None)


def test_earliest_deadline_first():
    """Order of keys, not of arrival."""
    ready = Ready(lambda _: True, lambda _: True)
    for key in (3.0, 1.0, 2.0):
        ready.push(look(f"c{key}", "h", "o", key))
    assert [ready.pop().key for _ in range(3)] == [1.0, 2.0, 3.0]
    assert ready.peek() is None
    with pytest.raises(LookupError):
        ready.pop()


def test_a_closed_host_is_not_asked_again_for_every_decision():
    """The gate of a full host is asked once, not once a decision: that is what keeps decisions cheap."""
    asked = []

    def host_open(host: str) -> bool:
        asked.append(host)
        return host != "full"

    ready = Ready(host_open, lambda _: True)
    for i in range(100):
        ready.push(look(f"f{i}", "full", "o", float(i)))
        ready.push(look(f"c{i}", f"h{i}", "o", 1000.0 + i))
    for _ in range(100):
        assert ready.pop().host != "full"
    assert asked.count("full") == 1
    assert ready.peek() is None
    assert len(ready) == 100


def test_cancelled_looks_leave_no_heap_behind():
    """Many wishes taken back while their host is closed do not pile up."""
    ready = Ready(lambda _: False, lambda _: True)
    for i in range(1000):
        one = look("c", "h", "o", float(i))
        ready.push(one)
        one.cancel()
        one.cancel()
    assert len(ready) == 0
    assert len(ready._groups["h"]["o"].looks) < 50


@st.composite
def scripts(draw: st.DrawFn) -> list[tuple[str, int, int, int]]:
    """Steps: (what, host, owner, key)."""
    step = st.tuples(
        st.sampled_from(["push", "push", "pop", "cancel", "host", "owner"]),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(0, 20),
    )
    return draw(st.lists(step, max_size=80))


@given(scripts())
def test_equals_a_plain_list(script: list[tuple[str, int, int, int]]):
    """Whatever is pushed, cancelled, closed and opened, the look taken is the first that a scan would find."""
    closed_hosts: set[str] = set()
    closed_owners: set[str] = set()
    ready = Ready(lambda h: h not in closed_hosts, lambda o: o not in closed_owners)
    plain: list[Waiting] = []
    for number, (what, h, o, key) in enumerate(script):
        host, owner = f"h{h}", f"o{o}"
        if what == "push":
            one = look(f"c{number}", host, owner, float(key))
            ready.push(one)
            plain.append(one)
        elif what == "cancel" and plain:
            plain.pop(key % len(plain)).cancel()
        elif what == "host":
            closed_hosts ^= {host}
            if host not in closed_hosts:
                ready.reopened(host)
        elif what == "owner":
            closed_owners ^= {owner}
            if owner not in closed_owners:
                ready.freed(owner)
        elif what == "pop":
            able = [x for x in plain if x.host not in closed_hosts and x.owner not in closed_owners]
            got = ready.peek()
            if not able:
                assert got is None
            else:
                assert got is not None
                assert got.key == min(x.key for x in able)
                assert ready.pop() is got
                plain.remove(got)
        assert len(ready) == len(plain)
