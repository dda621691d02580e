"""A host's circuit as a script: what happens, what may start."""

from __future__ import annotations

import random

import pytest

from core.look import LookFailureKind as Kind
from ingest.circuit import Circuit, CircuitState

RNG = random.Random(1)


def opened() -> Circuit:
    """A circuit that opened at 10 s."""
    circuit = Circuit(failures=3, rest_s=60)
    for _ in range(3):
        circuit.started(10)
        circuit.finished(Kind.TIMEOUT, 10, trial=False, rng=RNG)
    return circuit


def test_opens_after_failures_in_a_row_and_lets_one_trial_through():
    """Three failures open it; after its rest it lets one look through, and only one."""
    circuit = opened()
    assert circuit.state is CircuitState.OPEN
    assert 70 <= circuit.until <= 100
    assert not circuit.allows(circuit.until - 0.01)
    assert circuit.allows(circuit.until)
    assert circuit.started(circuit.until)
    assert not circuit.allows(circuit.until + 1000)


def test_a_good_trial_closes_it_and_a_bad_one_opens_it_again():
    """The trial decides."""
    circuit = opened()
    at = circuit.until
    circuit.started(at)
    again = circuit.finished(Kind.UNREACHABLE, at + 3, trial=True, rng=RNG)
    assert again is not None
    assert again >= at + 63
    circuit.started(again)
    assert circuit.finished(None, again + 1, trial=True, rng=RNG) is None
    assert circuit.state is CircuitState.CLOSED
    assert circuit.failures == 0


@pytest.mark.parametrize("kind", [Kind.BLACK, Kind.LOGIN_REFUSED, Kind.BAD_ANSWER, Kind.NOT_A_PICTURE, None])
def test_any_answer_proves_the_host_alive(kind: Kind | None):
    """A black picture or a refused login resets the count: the host answered."""
    circuit = Circuit(failures=2, rest_s=60)
    circuit.finished(Kind.TIMEOUT, 1, trial=False, rng=RNG)
    circuit.finished(kind, 2, trial=False, rng=RNG)
    circuit.finished(Kind.TIMEOUT, 3, trial=False, rng=RNG)
    assert circuit.state is CircuitState.CLOSED


def test_our_own_failures_prove_nothing():
    """A stopped login as the trial neither closes nor re-opens; the next look may be the trial at once."""
    circuit = opened()
    at = circuit.until
    circuit.started(at)
    circuit.finished(Kind.LOGIN_STOPPED, at, trial=True, rng=RNG)
    assert circuit.state is CircuitState.OPEN
    assert circuit.allows(at)


def test_looks_under_way_when_it_opened_add_nothing():
    """Late failures of looks that began before do not lengthen the rest; a late success closes it."""
    circuit = opened()
    until = circuit.until
    assert circuit.finished(Kind.TIMEOUT, 12, trial=False, rng=RNG) is None
    assert circuit.until == until
    circuit.finished(None, 13, trial=False, rng=RNG)
    assert circuit.state is CircuitState.CLOSED


def test_remembers_when_it_kept_looks_away():
    """The accounting asks whether a stretch of time touched the rest."""
    circuit = opened()
    assert circuit.kept_away(0, 11)
    assert not circuit.kept_away(0, 9)
    circuit.started(circuit.until)
    circuit.finished(None, 90, trial=True, rng=RNG)
    assert circuit.kept_away(60, 120)
    assert not circuit.kept_away(91, 120)


def test_a_rest_is_cut_short_when_the_host_may_be_back():
    """To the time given, never lengthened; a closed circuit has nothing to try."""
    circuit = opened()
    circuit.retry(20)
    assert not circuit.allows(19.9)
    assert circuit.allows(20)
    circuit.retry(500)
    assert circuit.until == 20
    closed = Circuit(failures=3, rest_s=60)
    closed.retry(20)
    assert closed.state is CircuitState.CLOSED
