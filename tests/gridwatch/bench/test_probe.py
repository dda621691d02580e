from __future__ import annotations

from gridwatch.bench.probe import bench_probe, judge
from gridwatch.bench.probe_fleet import PICTURE_VERDICTS, VERDICTS, Simulated
from gridwatch.simulator.device import Device
from tests.builders_probing import result


def camera(name: str, fault: str | None = None, *codes: str) -> Simulated:
    """Return a camera and the truth about it."""
    told = {VERDICTS[fault]} if fault else set(codes)
    return Simulated(device=Device(id=name), host="127.1.0.1", fault=fault, codes=frozenset(told))


def test_a_verdict_is_right_when_it_says_all_and_nothing_else() -> None:
    """A missed fault, an invented one, one camera never asked and one called usable: four are wrong."""
    fleet = [
        camera("a"),
        camera("b", "offline"),
        camera("c", "clock_off"),
        camera("d", None, "old_services"),
        camera("e", "offline"),
        camera("f"),
        camera("g"),
        camera("h", "slow"),
    ]
    answers = [
        result("a"),
        result("b", "hung_up", took_s=1.5),
        result("c", "clock_off"),
        result("d", "old_services"),
        result("e"),
        result("f", "clock_off"),
        result("h", "slow", "clock_off"),
    ]
    right, wrong, by_fault = judge(fleet, answers)
    assert right == 4
    assert [(one.camera, one.expected, one.said) for one in wrong] == [
        ("e", ("hung_up",), ()),
        ("f", (), ("clock_off",)),
        ("g", (), ("not asked",)),
        ("h", ("slow",), ("clock_off", "slow")),
    ]
    assert by_fault["offline"] == {"cameras": 2, "right": 1, "slowest_s": 1.5}
    assert by_fault["none"] == {"cameras": 4, "right": 2, "slowest_s": 0.0}


def test_a_small_district_is_probed_and_judged() -> None:
    """Every kind of fault over real SOAP, every verdict right; what a stock client costs is told beside."""
    told: list[float] = []
    found = bench_probe(cameras=48, faults=1 / 3, sample=1, threads=16, progress=told.append)
    assert found.wrong_verdicts == ()
    assert found.right_verdicts == 48
    assert (found.found, found.broken) == (34, 14)  # of 16 with a fault, two have a wrong clock only
    assert set(found.by_fault) == {"none", *VERDICTS}
    assert told[-1] == 48
    assert 0 < found.cpu_ms_per_camera < 1000
    assert found.peer["cameras"] == 1
    assert found.peer["cpu_ms_per_camera"] > 50
    assert found.to_json()["peer"] == found.peer


def test_no_sample_no_peer() -> None:
    """And a fleet without faults is found whole."""
    found = bench_probe(cameras=6, faults=0, seed=2, sample=0)
    assert (found.found, found.broken, found.peer) == (6, 0, {})


def test_pictures_are_judged_too() -> None:
    """Sixteen kinds of fault, half of them of pictures: a camera whose picture is wrong can be looked at."""
    found = bench_probe(cameras=48, faults=1 / 3, sample=0, threads=16, pictures=True)
    assert found.wrong_verdicts == ()
    assert set(found.by_fault) == {"none", *VERDICTS, *PICTURE_VERDICTS}
    assert (found.found, found.broken) == (41, 7)
