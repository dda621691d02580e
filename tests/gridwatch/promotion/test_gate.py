from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gridwatch.promotion.gate import BadScorecard, Card, Margins, read_card, refusals

LIVE = Card(f1=0.95, recall=0.94, false_per_day=0.03, events=60, camera_days=20.0)


def test_as_good_or_better_goes_through() -> None:
    """Also a little worse, within the margins."""
    assert refusals(LIVE, LIVE, Margins()) == ()
    assert refusals(LIVE, replace(LIVE, f1=0.97, recall=0.97, false_per_day=0.0), Margins()) == ()
    assert refusals(LIVE, replace(LIVE, f1=0.94, recall=0.93, false_per_day=0.04), Margins()) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"f1": 0.93}, "F1 is worse by 0.0200 (0.9500 to 0.9300), allowed are 0.01"),
        ({"recall": 0.9}, "recall is worse by 0.0400 (0.9400 to 0.9000), allowed are 0.01"),
        ({"false_per_day": 0.05}, "false alarms a camera-day is worse by 0.0200 (0.0300 to 0.0500), allowed are 0.01"),
        ({"events": 59}, "not of the same looks and truth: 60 events"),
        ({"camera_days": 10.0}, "not of the same looks and truth"),
    ],
)  # fmt: skip
def test_worse_by_more_than_the_margin_is_refused_with_how_much(change: dict[str, Any], told: str) -> None:
    """A better figure does not buy a worse one, and cards of different days say nothing."""
    (why,) = refusals(LIVE, replace(LIVE, **change), Margins())
    assert told in why


def test_margins_are_the_callers() -> None:
    """Wider ones let it through; zero means not at all worse."""
    worse = replace(LIVE, f1=0.93)
    assert refusals(LIVE, worse, Margins(f1=0.05)) == ()
    assert len(refusals(LIVE, replace(LIVE, f1=0.9499), Margins(f1=0))) == 1


def test_a_scorecard_is_read_as_score_writes_it(tmp_path: Path) -> None:
    """`gridwatch score --json` of a real run."""
    from datetime import UTC, datetime

    from gridwatch.workbench.runs import Run, Source
    from gridwatch.workbench.scoring import score
    from gridwatch.workbench.truth import TrueEvent

    start = datetime(2026, 1, 1, tzinfo=UTC)
    source = Source(camera="cam-1", start=start, seconds=86400, looks=100)
    run = Run(command="", model="m", model_sha256="", profiles={}, every_s=60, sources=(source,), alarms=())
    event = TrueEvent(id="e", matter="waste", cameras=("cam-1",), start=start, end=None)
    path = tmp_path / "card.json"
    path.write_text(json.dumps(score(run, [event]).to_json()), encoding="utf-8")
    assert read_card(path) == Card(f1=0, recall=0, false_per_day=0, events=1, camera_days=1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "gridwatch score RUN"),
        ("[]", "holds no JSON object"),
        ('{"a": {}, "b": {}}', "is a comparison"),
        ("{}", "f1 is None"),
        ('{"f1": 2}', "f1 is 2"),
        ('{"f1": NaN}', "f1 is nan"),
        ('{"f1": true}', "f1 is True"),
        ("[" * 100_000, "gridwatch score RUN"),
        ('{"f1": 0, "recall": 0, "false_alarms_per_camera_day": 0, "events": 1e999}', "events is inf"),
    ],
)
def test_what_is_no_scorecard_is_told(tmp_path: Path, text: str, told: str) -> None:
    """A gate that reads a missing figure as zero would be no gate."""
    path = tmp_path / "card.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadScorecard, match=told):
        read_card(path)
    with pytest.raises(BadScorecard, match="No such file"):
        read_card(tmp_path / "none.json")
