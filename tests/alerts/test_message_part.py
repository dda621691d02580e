"""What every part of the body shares."""

from __future__ import annotations

from alerts.message_part import cut


def test_text_is_cut_and_cleaned() -> None:
    """What was left out is seen to be left out; a control character would be six bytes of JSON."""
    assert cut("渣土", 2) == "渣土"
    assert cut("渣土堆", 2) == "渣…"
    assert cut("a\x00b\nc", 9) == "a b c"
