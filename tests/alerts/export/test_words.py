from __future__ import annotations

from alerts.export.words import SEVERITY, STAGE, STATUS, said
from core.case import Stage
from core.incident import Status


def test_every_value_has_its_words() -> None:
    """No status or stage is told by its internal name in a Chinese table."""
    assert {status.value for status in Status} <= STATUS.keys()
    assert {stage.value for stage in Stage} <= STAGE.keys()
    assert said(SEVERITY, "severe", "zh") == "严重"
    assert said(SEVERITY, "severe", "en") == "severe"
    assert said(SEVERITY, "unheard of", "zh") == "unheard of"
