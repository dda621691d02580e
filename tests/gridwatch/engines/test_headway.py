"""Looks start as far as the detector has room for what they will bring."""

from __future__ import annotations

import random

from gridwatch.engines.headway import YOUNG_S, Headway


def test_what_waits_and_what_is_on_its_way_take_room() -> None:
    """At first every picture is taken for one that the detector must see."""
    headway = Headway(8)
    assert headway.free(0.0, waiting=0) == 8
    assert headway.free(0.0, waiting=6) == 2
    headway.begun("a", 0.0)
    headway.begun("b", 0.0)
    assert headway.free(0.1, waiting=0) == 6
    assert headway.free(0.1, waiting=6) == 0
    assert headway.free(0.1, waiting=20) == 0
    headway.ended("a", detected=True)
    assert headway.free(0.1, waiting=6) == 1


def test_behind_a_gate_more_may_be_on_their_way() -> None:
    """Most looks do not reach the detector: the share of those that did counts, and comes back within some hundred."""
    headway = Headway(8)
    for _ in range(500):
        headway.ended("a", detected=False)
    # a twentieth is always reckoned with, and that it may be twice so many
    assert headway.free(0.0, waiting=0) == 81
    assert headway.free(0.0, waiting=8) == 0
    for _ in range(500):
        headway.ended("a", detected=True)
    assert headway.free(0.0, waiting=0) == 8


def test_chance_does_not_fill_the_room() -> None:
    """One look in five goes to the detector: of so many at once, nearly always too few for any to be shed."""
    headway, chance = Headway(64), random.Random(0)
    for look in range(2000):
        headway.ended("a", detected=look % 5 == 2)
    looks = headway.free(0.0, waiting=0)
    brought = [sum(chance.random() < 0.2 for _ in range(looks)) for _ in range(300)]
    assert sum(pictures > 64 for pictures in brought) <= 12
    assert max(brought) > 56  # and no more is left free than that takes


def test_who_does_not_answer_keeps_nobody_back() -> None:
    """A look that takes long is no picture that is about to come."""
    headway = Headway(2)
    headway.begun("dead", 0.0)
    headway.begun("dark", 0.5)
    assert headway.free(0.5, waiting=0) == 0
    assert headway.free(YOUNG_S + 0.4, waiting=0) == 1
    assert headway.free(YOUNG_S + 1.4, waiting=0) == 2
