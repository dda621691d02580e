"""The share-out of looks as sums that anyone can check, and its promises at every mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.settings.attention import Attention as Choice
from ingest.attention import STRETCH_STEP, Attention, Split, shared
from ingest.interest import QUIET, Interest, Worth

WATCHED = Worth(interest=Interest.CANDIDATE, times=3.0)


def choice(**over: float) -> Choice:
    """Settings with a stretch of 1.5 up to 600 s."""
    return Choice.model_validate(
        {"mode": "on", "stretch": 1.5, "max_period_s": 600, "min_period_s": 10} | over
    )


def fleet(cameras: int, watched: int, plain_s: float = 300.0, **over: float) -> Attention:
    """Cameras c0, c1 ... of one period, the first of them worth three times as much."""
    attention = Attention(choice(**over))
    for i in range(cameras):
        attention.see(f"c{i}", plain_s, WATCHED if i < watched else QUIET)
    return attention


def test_with_nobody_to_watch_everybody_keeps_his_period() -> None:
    """Nothing is taken from the quiet for nobody; who is not known yet keeps his period too."""
    attention = fleet(10, 0)
    assert attention.period_s("c3", 300) == 300
    assert attention.period_s("stranger", 60) == 60
    assert attention.split == Split()


def test_what_the_watched_get_the_quiet_give() -> None:
    """One of 21 cameras wants two looks more a period: the other twenty give a tenth each."""
    attention = fleet(21, 1)
    assert attention.period_s("c0", 300) == 100
    assert attention.period_s("c9", 300) == pytest.approx(300 / 0.9, rel=STRETCH_STEP)
    assert attention.period_s("c9", 300) >= 300 / 0.9  # rounded to the side that spends less


def test_the_quiet_give_no_more_than_their_stretch() -> None:
    """Half of the cameras are watched: the quiet are stretched by 1.5, and the watched share the third that frees."""
    attention = fleet(10, 5)
    assert attention.period_s("c9", 300) == 450
    assert attention.period_s("c0", 300) == pytest.approx(300 / (1 + 2 * 0.15))  # a sixth, on the grid below
    assert attention.split.granted == pytest.approx(0.15)


def test_a_period_is_not_lengthened_beyond_the_maximum_nor_shortened_below_the_minimum() -> None:
    """A camera of 500 s waits at most 600, one of 900 keeps its 900; one of 12 s is not looked at every 4."""
    attention = Attention(choice())
    for i in range(8):
        attention.see(f"watched{i}", 12, WATCHED)
    attention.see("slow", 500, QUIET)
    attention.see("slower", 900, QUIET)
    for i in range(40):
        attention.see(f"quiet{i}", 12, QUIET)
    assert attention.period_s("watched0", 12) == pytest.approx(10)
    assert 500 < attention.period_s("slow", 500) <= 600
    assert attention.period_s("slower", 900) == 900


def test_confirming_looks_are_paid_first_and_are_all_that_such_a_camera_gets() -> None:
    """Five confirming looks a period are more than three: no patrol beside them, and the quiet give four."""
    attention = Attention(choice())
    attention.see("c", 300, WATCHED, owed=5.0)
    for i in range(40):
        attention.see(f"q{i}", 300, QUIET)
    assert attention.period_s("c", 300) == 300
    assert attention.period_s("q0", 300) == pytest.approx(300 / 0.9, rel=STRETCH_STEP)


def test_confirming_beyond_what_the_quiet_can_give_is_told() -> None:
    """One camera of two confirms: more is spent than the periods allow, and the split says how much."""
    attention = Attention(choice())
    attention.see("c", 300, WATCHED, owed=5.0)
    attention.see("w", 300, WATCHED)
    attention.see("q", 300, QUIET)
    assert attention.split.granted == 0
    assert attention.split.over == pytest.approx((4 - 1 / 3) / 300)
    assert attention.period_s("w", 300) == 300


def test_periods_do_not_jitter() -> None:
    """Of 200 cameras one more and one less are watched in turn: nobody's period changes but theirs."""
    attention = fleet(200, 20)
    periods = []
    for turn in range(20):
        attention.see("c50", 300, WATCHED if turn % 2 else QUIET)
        periods.append(attention.period_s("c199", 300))
    assert len(set(periods[2:])) == 1
    assert periods[2] >= 300 / (1 - 21 * 2 / 179)  # enough for the one more


def test_the_dropped_neither_give_nor_get() -> None:
    """A camera that is gone takes its wish with it."""
    attention = fleet(10, 1)
    assert attention.watched == 1
    attention.drop("c0")
    attention.drop("c0")
    assert attention.watched == 0
    assert attention.interest("c0") is None
    assert attention.period_s("c1", 300) == 300


def test_no_quiet_camera_no_gift() -> None:
    """Where all are watched nobody is."""
    assert shared({}, owed=0.0, asked=1.0) == Split(stretch=1.0, granted=0.0, over=0.0)
    assert fleet(4, 4).period_s("c0", 300) == 300


Camera = tuple[float, float, float]
cameras = st.lists(
    st.tuples(
        st.sampled_from([5.0, 20.0, 60.0, 300.0, 500.0, 900.0]),
        st.sampled_from([1.0, 1.0, 1.0, 1.5, 3.0, 20.0]),
        st.sampled_from([1.0, 1.0, 1.0, 2.5, 5.0]),
    ),
    min_size=1,
    max_size=40,
)


@given(
    mixes=st.lists(cameras, min_size=1, max_size=4),
    stretch=st.sampled_from([1.0, 1.2, 1.5, 4.0]),
    longest=st.sampled_from([30.0, 600.0]),
)
def test_the_budget_and_the_longest_wait_hold_at_every_mix(
    mixes: list[list[Camera]], stretch: float, longest: float
) -> None:
    """Whatever came before: the looks stay within the plain ones (but for confirming), and nobody waits too long."""
    attention = Attention(choice(stretch=stretch, max_period_s=longest))
    for mix in mixes:
        for i in range(len(mix), 40):
            attention.drop(f"c{i}")
        for i, (plain_s, times, owed) in enumerate(mix):
            worth = QUIET if times == 1 else Worth(interest=Interest.HISTORY, times=times)
            attention.see(f"c{i}", plain_s, worth, owed=owed)
        spent = 0.0
        for i, (plain_s, times, owed) in enumerate(mix):
            period_s = attention.period_s(f"c{i}", plain_s)
            assert period_s <= max(plain_s, min(stretch * plain_s, longest)) + 1e-6
            assert period_s >= min(plain_s, 10) - 1e-6
            if times > 1 or owed > 1:
                assert period_s <= plain_s + 1e-6
            spent += 1 / period_s + (owed - 1) / plain_s  # the most that both can come to
        plain = sum(1 / plain_s for plain_s, _, _ in mix)
        assert spent <= (plain + attention.split.over) * (1 + 1e-6)
