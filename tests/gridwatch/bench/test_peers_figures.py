"""What is derived from measured times: a stream's cost, a look's cost, cameras per core."""

from __future__ import annotations

import pytest

from gridwatch.bench.peers_figures import (
    Absent,
    Cost,
    Dead,
    Figures,
    NothingSeen,
    Window,
    first_looks,
    held_cost,
    look_cost,
    memory,
    ratio,
)


def window(
    *, cameras: int = 8, seconds: float = 10.0, cores: float = 0.5, looks: int = 0, rss_mb: float = 500
) -> Window:
    """A measured time in which `looks` looks were made."""
    made = tuple((f"c{i % cameras}", float(i)) for i in range(looks))
    return Window(cameras=cameras, seconds=seconds, cpu_s=cores * seconds, rss_mb=rss_mb, looks=made)


def figures(*, hold: float, look: float, name: str = "x") -> Figures:
    """A program that holds streams at `hold` cores each and looks for `look` core-seconds."""
    cost = Cost(hold_cores=hold, look_s={0.0: look})
    return Figures(what=name, cost=cost, base_mb=200, mb_per_camera=9, first_s=2.0, all_s=3.0)


def test_a_stream_and_a_look_are_told_apart() -> None:
    """Base 0.1 cores, 20 ms a second for each stream, 40 ms for each look: these come out of three times."""
    few, many = window(cameras=4, cores=0.18), window(cameras=8, cores=0.26)
    cost = held_cost(few, many, window(cores=0.26 + 8 * 0.040, looks=80))
    assert cost.hold_cores == pytest.approx(0.020)
    assert cost.per_look_s(1) == pytest.approx(0.060)
    assert cost.per_look_s(60) == pytest.approx(1.240)
    assert cost.cameras_per_core(60) == pytest.approx(48.387, abs=0.001)


def test_a_slope_lost_in_noise_is_replaced() -> None:
    """More streams that cost less is noise; then all that was used is shared among them."""
    few, many = window(cameras=4, cores=0.30), window(cameras=8, cores=0.24)
    cost = held_cost(few, many, window(cores=0.56, looks=80))
    assert cost.hold_cores == pytest.approx(0.03)


def test_looks_cannot_be_for_nothing() -> None:
    """Looking that costs less than holding still has a positive cost, and no looks at all are an error."""
    few, many = window(cameras=4, cores=0.1), window(cameras=8, cores=0.2)
    assert held_cost(few, many, window(cores=0.19, looks=80)).per_look_s(1) > 0.025
    with pytest.raises(NothingSeen, match="nothing was looked at"):
        held_cost(few, many, window(cores=0.5))
    with pytest.raises(NothingSeen, match="nothing was looked at"):
        look_cost({1.0: window(looks=10), 5.0: window()})


def test_without_streams_all_time_is_the_looks() -> None:
    """The short period's cost holds from nought on, the long one's from its own period on."""
    cost = look_cost(
        {1.0: window(cores=0.48, looks=80), 5.0: window(cameras=80, seconds=10, cores=0.40, looks=80)}
    )
    assert cost.per_look_s(1) == pytest.approx(0.060)
    assert cost.per_look_s(4.9) == pytest.approx(0.060)
    assert cost.per_look_s(5) == cost.per_look_s(60) == pytest.approx(0.050)
    assert cost.cameras_per_core(60) == pytest.approx(1200)


def test_memory_by_camera() -> None:
    """The slope is a camera's, the rest the program's; a fleet that shrinks has none."""
    assert memory(window(cameras=4, rss_mb=340), window(cameras=8, rss_mb=380)) == (300, 10)
    assert memory(window(cameras=4, rss_mb=340), window(cameras=8, rss_mb=330)) == (330, 0)


def test_first_looks() -> None:
    """Seconds to the first look at any and at every camera; who was never looked at makes the second unknown."""
    looks = [("b", 105.0), ("a", 103.0), ("a", 104.0), ("z", 101.0)]
    assert first_looks(looks, ["a", "b"], 100.0) == (3.0, 5.0)
    assert first_looks(looks, ["a", "b", "c"], 100.0) == (3.0, None)
    assert first_looks([], ["a"], 100.0) == (None, None)


def test_the_best_peer_is_the_measure() -> None:
    """The ratio is taken against the cheapest of those that were measured; nobody measured is no ratio."""
    ours, absent = figures(hold=0.0, look=0.060), Absent(why="not installed")
    peers = [figures(hold=0.020, look=0.040), figures(hold=0.030, look=0.040), absent]
    assert ratio(ours, peers, 60) == pytest.approx(1.240 / 0.060)
    assert ratio(ours, peers, 1) == pytest.approx(1.0)
    assert ratio(ours, [absent], 60) is None
    assert ratio(absent, peers, 60) is None


def test_what_is_written() -> None:
    """Every figure that is claimed is in the JSON, unknown ones as null."""
    written = figures(hold=0.02, look=0.04).to_json()
    assert written["cameras_per_core"] == {"1": 16.67, "5": 35.71, "60": 48.39}
    assert written["core_ms_per_look"]["60"] == 1240
    assert written["dead_on_time_share_of_others"] is None
    assert "note" not in written
    assert Absent(why="no such module").to_json() == {"not_measured": "no such module"}
    assert Dead(on_time_share_of_others=0.5).waited_s == 0
