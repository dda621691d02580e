"""Words for differences."""

from __future__ import annotations

from gridwatch.workbench.scoring.comparison import Difference
from gridwatch.workbench.scoring.verdict import verdict


def change(low: float, high: float) -> Difference:
    """A change from 0.5 by the middle of its interval."""
    return Difference(a=0.5, b=0.5 + (low + high) / 2, ci95=(low, high))


NOISE = change(-0.1, 0.11)
UP, DOWN = change(0.1, 0.2), change(-0.2, -0.1)


def test_f1_decides_when_it_can() -> None:
    """More false alarms do not matter when the whole is better."""
    assert verdict(UP, UP, UP, enough=True)[0] == "b"
    assert verdict(DOWN, NOISE, NOISE, enough=True)[0] == "a"


def test_one_gain_without_a_loss_decides_else() -> None:
    """Fewer false alarms at equal recall are better; at a lower recall they are bought."""
    assert verdict(NOISE, NOISE, DOWN, enough=True)[0] == "b"
    assert verdict(NOISE, DOWN, NOISE, enough=True)[0] == "a"
    better, words = verdict(NOISE, DOWN, DOWN, enough=True)
    assert better is None
    assert words.tell().startswith("A finds more, B raises fewer false alarms")


def test_noise_and_too_little_are_said() -> None:
    """Neither is a verdict."""
    assert verdict(NOISE, NOISE, NOISE, enough=True)[1].tell().startswith("No difference beyond noise")
    assert verdict(UP, UP, DOWN, enough=False) == (None, verdict(UP, UP, DOWN, enough=False)[1])
    assert "Too few" in verdict(UP, UP, DOWN, enough=False)[1].tell()
