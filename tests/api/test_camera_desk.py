from __future__ import annotations

from api.camera_desk import TurnWish, WatchRefused
from core.reason import Reason


def test_a_refusal_says_why_in_english_to_the_log() -> None:
    """And carries both languages and its code to whoever asked."""
    refused = WatchRefused(4429, Reason(code="live.full", facts={"most": 16}))
    assert "16 cameras" in str(refused)
    assert (refused.code, refused.why.tell("zh")[:5]) == (4429, "已有16路")


def test_a_wish_for_nothing_is_nothing() -> None:
    """No preset, no home, no step."""
    wish = TurnWish()
    assert (wish.preset, wish.home, wish.pan_deg, wish.tilt_deg, wish.zoom) == (None, False, 0, 0, 0)
