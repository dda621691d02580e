"""A promotion as one act; the command over it is in tests/gridwatch/cli/test_promote.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.promotion import audit
from gridwatch.promotion.acting import judge, promote, undo
from gridwatch.promotion.gate import Margins
from gridwatch.promotion.swap import NotPromoted
from tests.builders_promotion import candidate_profile, configs, scorecard

__all__ = ["configs"]


def test_what_cannot_be_done_is_written_down_as_failed(
    configs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The act stands in the audit before it is done, and what became of it behind."""
    card = scorecard(tmp_path / "a.json")
    judged = judge(configs, candidate_profile(configs, version=4), (card, card), Margins())
    assert judged.why_not == ()

    def full(_: object) -> None:
        raise NotPromoted("the disk is full")

    monkeypatch.setattr("gridwatch.promotion.swap.carry_out", full)
    with pytest.raises(NotPromoted):
        promote(configs, judged, {"who": "li"})
    known = audit.entries(configs / audit.FILE)
    assert [entry["what"] for entry in known] == [audit.PROMOTE, audit.FAILED]


def test_nothing_can_be_undone_that_was_not_done(configs: Path):
    """There is nothing to put back."""
    with pytest.raises(NotPromoted, match="no promotion"):
        undo(configs, None, {}, force=True)
