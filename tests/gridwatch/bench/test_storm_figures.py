from __future__ import annotations

import pytest

from gridwatch.bench.storm_figures import Seen, back_after_s, on_time_share, peak_per_s


def looks(camera_id: str, *times: float, good: bool = True) -> list[Seen]:
    """Looks at one camera."""
    return [Seen(camera_id=camera_id, began=at, good=good) for at in times]


def test_a_gap_of_a_period_and_a_half_is_on_time_and_a_longer_one_is_missed_periods() -> None:
    """Whatever the phase; what began before the measured time counts where it began."""
    regular = looks("a", *range(5, 125, 10))
    assert on_time_share(regular, ["a"], start=20, end=120, period_s=10) == 1.0
    late = looks("a", 15, 29, 40, 50)
    assert on_time_share(late, ["a"], start=20, end=55, period_s=10) == 1.0
    away = looks("a", 15, 25, 65, 75)  # four periods without a picture
    assert on_time_share(away, ["a"], start=20, end=80, period_s=10) == pytest.approx(2 / 6)


def test_a_camera_that_brings_nothing_is_never_on_time() -> None:
    """Failed looks are no pictures, and one that is silent to the end counts to the end."""
    assert on_time_share(looks("a", 15, 25, good=False), ["a"], start=10, end=60, period_s=10) == 0.0
    assert on_time_share(looks("a", 15), ["a"], start=10, end=65, period_s=10) == pytest.approx(1 / 6)
    both = looks("a", *range(5, 125, 10))
    assert on_time_share(both, ["a", "b"], start=20, end=120, period_s=10) == pytest.approx(10 / 20)


def test_the_most_that_begin_in_a_second() -> None:
    """Of the cameras asked about, failed looks included, within the time."""
    seen = looks("a", 10.1, 10.2, 11.9) + looks("b", 10.5, good=False) + looks("c", *[10.3] * 9)
    assert peak_per_s(seen, {"a", "b"}, start=10, end=20) == 3
    assert peak_per_s(seen, {"a", "b"}, start=12, end=20) == 0


def test_back_when_nearly_all_have_brought_a_picture() -> None:
    """The first after the end of each; None while more than one in a hundred has not."""
    names = {f"c{i}" for i in range(200)}
    seen = [one for i in range(200) for one in looks(f"c{i}", 90, 100 + i / 10, 150)]
    assert back_after_s(seen, names, since=100) == pytest.approx(19.7)
    assert back_after_s(seen[: 190 * 3], names, since=100) is None
    assert back_after_s(seen, {"c0"}, since=100) == 0
