from __future__ import annotations

from collections import Counter

from core.secrets import Credential
from gridwatch.bench.probe_fleet import GONE, PICTURE_VERDICTS, VERDICTS, draw_fleet, faults_of
from gridwatch.simulator.faults import FaultKind

LOGIN = Credential(user="u", password="p")


def test_the_share_is_broken_and_every_kind_is_there() -> None:
    """Twenty of 400, each kind as often as another, in no order."""
    fleet = draw_fleet(400, faults=0.1, seed=1, login=LOGIN)
    kinds = Counter(one.fault for one in fleet)
    assert kinds.pop(None) == 360
    assert set(kinds) == set(VERDICTS)
    assert set(kinds.values()) == {5}
    assert [one.fault for one in fleet[:40]] != sorted(VERDICTS) * 5


def test_the_seed_decides_all() -> None:
    """Two processes draw the same fleet: one serves it, the other knows the truth."""
    first, again, other = (draw_fleet(60, faults=0.2, seed=seed, login=LOGIN) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_the_truth_follows_from_fault_and_habits() -> None:
    """A broken camera has its fault's code alone; one in order has the remarks of its habits."""
    for one in draw_fleet(300, faults=0.3, seed=0, login=LOGIN):
        if one.fault is not None:
            assert one.codes == {VERDICTS[one.fault]}
        else:
            assert not one.codes & set(VERDICTS.values())
            assert ("old_services" in one.codes) == ("no_get_services" in one.device.quirks)


def test_faults_that_are_habits_are_not_scripted() -> None:
    """Nor is a camera whose port nobody listens on."""
    fleet = draw_fleet(80, faults=1.0, seed=0, login=LOGIN)
    scripted = {fault.camera: fault for fault in faults_of(fleet).script}
    for one in fleet:
        assert (one.device.id in scripted) == (one.fault in {kind.value for kind in FaultKind})
        assert one.fault != GONE or not one.device.quirks
    slow = {fault.value for fault in scripted.values() if fault.kind is FaultKind.SLOW}
    assert slow == {3.0, 6.0}


def test_stock_clients_ask_the_plain_ones() -> None:
    """No fault, no habit, tokens: what any client gets along with."""
    fleet = draw_fleet(200, faults=0.1, seed=0, login=LOGIN)
    plain = [one for one in fleet if one.plain]
    assert len(plain) > 30
    assert all(one.fault is None and not one.device.quirks for one in plain)


def test_pictures_bring_faults_of_pictures() -> None:
    """Only to whoever looks: a probe that takes none would miss them."""
    with_pictures = draw_fleet(160, faults=1.0, seed=0, login=LOGIN, pictures=True)
    assert {one.fault for one in with_pictures} == {*VERDICTS, *PICTURE_VERDICTS}
    assert not {one.fault for one in draw_fleet(160, faults=1.0, seed=0, login=LOGIN)} & set(PICTURE_VERDICTS)
    black = next(one for one in with_pictures if one.fault == "black")
    assert black.codes == {"picture_black"}
