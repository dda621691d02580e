"""Budgets are charged and given back."""

from __future__ import annotations

import random

from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind as Kind
from ingest.capacity import Capacity


def capacity(**budgets: float) -> Capacity:
    """Budgets at t=0 with one camera behind `nvr`."""
    made = Capacity(Budgets.model_validate(budgets), Looking(circuit_failures=1), random.Random(0))
    made.now = 0.0
    made.join("nvr")
    return made


def test_each_budget_closes_its_gate():
    """Total, host and owner are separate gates."""
    made = capacity(sessions=3, sessions_per_host=1, sessions_per_owner=2)
    made.join("other")
    made.begin("nvr", "police")
    assert not made.host_has_room("nvr")
    assert made.owner_has_room("police")
    made.begin("other", "police")
    assert not made.owner_has_room("police")
    assert not made.full
    assert made.occupy("third", "school")
    assert made.full
    assert not made.occupy("fourth", "school")
    made.vacate("third", "school")
    assert not made.full
    assert not made.knows("third")


def test_failing_cameras_get_a_share_of_the_sessions():
    """Of all, and of one owner's; what they take is given back with the look."""
    made = capacity(sessions=4, sessions_per_owner=4, failing_share=0.5)
    made.begin("nvr", "police", failing=True)
    made.begin("nvr", "police", failing=True)
    assert not made.failing_have_room
    assert not made.owner_has_room_for_failing("police")
    assert made.owner_has_room("police")
    assert made.owner_has_room_for_failing("school")
    made.end("nvr", "police", Kind.TIMEOUT, trial=False, failing=True)
    assert made.failing_have_room
    assert capacity(sessions=1, failing_share=0.1).failing_have_room, "one is always possible"


def test_failing_cameras_have_a_pace_of_their_own():
    """The others' looks do not spend it, and do not wait for it."""
    made = capacity(failing_per_s=2, looks_per_s=100, sessions_per_host=100)
    for _ in range(5):
        made.begin("nvr", "police")
    assert made.wait_for_failing() == 0
    made.begin("nvr", "police", failing=True)
    assert made.wait_for_failing() == 0.5
    assert made.wait() == 0


def test_a_full_host_or_owner_refuses_a_warm_stream():
    """Watching a camera is charged like a look, and refused like one."""
    made = capacity(sessions=9, sessions_per_host=1, sessions_per_owner=1)
    made.begin("nvr", "police")
    assert not made.occupy("nvr", "school")
    assert not made.occupy("third", "police")


def test_the_pace_holds_starts_back():
    """Ten a second is a start every 0.1 s after the burst."""
    made = capacity(looks_per_s=10)
    while made.wait() == 0:
        made.begin("nvr", "o")
    made.now += made.wait()
    assert made.wait() == 0


def test_an_open_circuit_is_a_closed_gate_and_is_told():
    """A failed connection opens it (limit 1 here); the report names the host."""
    made = capacity()
    trial = made.begin("nvr", "o")
    until = made.end("nvr", "o", Kind.TIMEOUT, trial=trial)
    assert until is not None
    assert made.host_has_room("nvr")
    assert not made.host_is_open("nvr")
    assert made.open_hosts() == ("nvr",)
    assert made.kept_away("nvr", 0, 10)
    assert not made.kept_away("never heard of", 0, 10)


def test_a_host_that_nobody_names_is_forgotten():
    """Neither a camera nor a session: nothing is kept."""
    made = capacity()
    made.begin("nvr", "o")
    assert not made.leave("nvr")
    assert made.knows("nvr")
    made.end("nvr", "o", None, trial=False)
    assert not made.knows("nvr")
