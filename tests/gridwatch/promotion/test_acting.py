"""A promotion as one act; the command over it is in tests/gridwatch/cli/test_promote.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.config.settings.detecting import ModelChoice
from gridwatch.configuration.loader import load
from gridwatch.promotion import audit
from gridwatch.promotion.acting import judge, promote, undo
from gridwatch.promotion.gate import Margins
from gridwatch.promotion.swap import NotPromoted
from gridwatch.workbench.opening import TOLD_BY, opened
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


def told(configs: Path, path: Path, **of: object) -> Path:
    """A scorecard of the live model, as it is run, but for what is said otherwise."""
    with opened(load(configs, {}).model_folder(), ModelChoice()) as (_, facts):
        about = {"model_sha256": facts["model_sha256"], "model_told_by": facts[TOLD_BY], "profiles": {}}
    return scorecard(path, of=about | of)


def test_a_profile_is_judged_by_cards_of_the_live_model(configs: Path, tmp_path: Path):
    """Run as the district runs it: what a replay says of it and what a promotion expects are the same words."""
    candidate = candidate_profile(configs, version=4)
    right = told(configs, tmp_path / "right.json")
    assert judge(configs, candidate, (right, right), Margins()).why_not == ()
    for name, wrong in (
        ("small", told(configs, tmp_path / "small.json", model_told_by="64x64")),
        ("other", told(configs, tmp_path / "other.json", model_sha256="ab" * 32)),
    ):
        for cards, side in (((wrong, right), "live"), ((right, wrong), "candidate's")):
            (why,) = judge(configs, candidate, cards, Margins()).why_not
            assert f"the {side} scorecard" in why.tell(), name


def test_a_model_is_judged_by_cards_of_each(configs: Path, tmp_path: Path):
    """The candidate's thresholds are its own; the card of the one is not the card of the other."""
    candidate = tmp_path / "stricter"
    shutil.copytree(load(configs, {}).model_folder(), candidate)
    text = (candidate / "model.yaml").read_text(encoding="utf-8")
    (candidate / "model.yaml").write_text(f"{text}thresholds: {{confidence: 0.6}}\n", encoding="utf-8")
    live = told(configs, tmp_path / "live.json")
    with opened(candidate, ModelChoice()) as (_, facts):
        stricter = told(configs, tmp_path / "stricter.json", model_told_by=facts[TOLD_BY])
    assert judge(configs, candidate, (live, stricter), Margins()).why_not == ()
    assert len(judge(configs, candidate, (stricter, live), Margins()).why_not) == 2


def test_nothing_can_be_undone_that_was_not_done(configs: Path):
    """There is nothing to put back."""
    with pytest.raises(NotPromoted, match="no promotion"):
        undo(configs, None, {}, force=True)
