from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gridwatch.promotion.gate import (
    MAX_BYTES,
    BadScorecard,
    Card,
    Margins,
    read_card,
    refusals,
    run_otherwise,
    strangers,
)
from tests.builders_promotion import GOOD

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
    assert told in why.tell()
    assert why.tell("zh") != why.tell()


@pytest.mark.parametrize("figure", ["f1", "recall", "false_per_day"])
@pytest.mark.parametrize("side", ["live", "candidate's", "live and candidate's"])
def test_a_figure_of_nothing_is_a_refusal_on_either_side(figure: str, side: str) -> None:
    """A truth without events has no recall: that is told, and is never as good as anything."""
    blank: Any = {figure: None}
    live = replace(LIVE, **blank) if "live" in side else LIVE
    candidate = replace(LIVE, **blank) if "candidate" in side else LIVE
    (why,) = refusals(live, candidate, Margins(f1=1, recall=1, false_per_day=1))
    assert f"is not known in the {side} scorecard" in why.tell()


def test_a_margin_that_is_no_number_lets_nothing_by() -> None:
    """`--margin-f1 nan` is a number to the command line."""
    assert len(refusals(LIVE, replace(LIVE, f1=0.1), Margins(f1=float("nan")))) == 1


def test_scorecards_of_other_limits_cannot_be_compared() -> None:
    """Who gives the candidate an hour more to be sure finds a better recall; matters of one side say nothing."""
    live = replace(LIVE, within_s={"waste": 2700.0, "crowding": 600.0})
    assert refusals(live, replace(LIVE, within_s={"waste": 2700.0, "parking": 1.0}), Margins()) == ()
    (why,) = refusals(live, replace(LIVE, within_s={"waste": 3600.0}), Margins())
    assert (
        why.tell() == "waste counts as found within 2700 s in the live scorecard, 3600 s in the candidate's"
    )


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
    within = {"waste": 1800.0}
    assert read_card(path) == Card(f1=0, recall=0, false_per_day=0, events=1, camera_days=1, within_s=within)


def test_a_scorecard_without_events_is_read_and_has_no_recall(tmp_path: Path) -> None:
    """`gridwatch score` writes null where there was nothing to measure."""
    path = tmp_path / "card.json"
    path.write_text(json.dumps(GOOD | {"f1": None, "recall": None, "events": 0}), encoding="utf-8")
    card = read_card(path)
    assert (card.f1, card.recall, card.false_per_day) == (None, None, 0.02)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A picture or a log given by mistake fills no memory."""
    path = tmp_path / "card.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadScorecard, match=f"larger than {MAX_BYTES} bytes"):
        read_card(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "gridwatch score RUN"),
        ("[]", "holds no JSON object"),
        ('{"a": {}, "b": {}}', "is a comparison"),
        ("{}", "f1 is missing"),
        ('{"f1": 0, "recall": 0, "false_alarms_per_camera_day": 0}', "events is missing"),
        ('{"f1": 0, "recall": 0, "false_alarms_per_camera_day": 0, "events": null}', "events is None"),
        ('{"f1": 2}', "f1 is 2"),
        ('{"f1": NaN}', "f1 is nan"),
        ('{"f1": true}', "f1 is True"),
        ("[" * 100_000, "gridwatch score RUN"),
        ('{"f1": 0, "recall": 0, "false_alarms_per_camera_day": 0, "events": 1e999}', "events is inf"),
        ('{"f1": 1%s}' % ("0" * 400), "f1 is 1000"),
        (json.dumps(GOOD | {"within_s": 3}), "within_s is 3"),
        (json.dumps(GOOD | {"within_s": {"waste": "1h"}}), "within_s.waste is '1h'"),
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


def test_a_scorecard_of_something_else_is_told() -> None:
    """Of another profile or version, of other weights; one that does not say what it is of is taken as given."""
    three = replace(LIVE, profiles=frozenset({"street v3", "plaza v1"}))
    four = replace(LIVE, profiles=frozenset({"street v4"}))
    both = {"replaces": "street v3", "name": "street v4"}
    assert strangers(three, four, kind="profile", **both) == ()
    assert strangers(LIVE, LIVE, kind="profile", **both) == ()
    (why,) = strangers(three, three, kind="profile", **both)
    assert "candidate's scorecard is not of street v4" in why.tell()
    old, new = replace(LIVE, model_sha256="aa" * 32), replace(LIVE, model_sha256="bb" * 32)
    assert strangers(old, new, kind="model", replaces="aa" * 32, name="bb" * 32) == ()
    assert len(strangers(new, old, kind="model", replaces="aa" * 32, name="bb" * 32)) == 2
    assert len(strangers(old, old, kind="model", replaces="", name="bb" * 32)) == 1


def test_a_scorecard_of_a_model_that_was_run_otherwise_is_told() -> None:
    """At another input, or by other thresholds: its figures say nothing about the district."""
    large, small = (replace(LIVE, model_told_by=told) for told in ("512x512, from 0.3", "320x192, from 0.3"))
    as_run = {"replaces": large.model_told_by, "name": large.model_told_by}
    assert run_otherwise(large, large, **as_run) == ()
    assert run_otherwise(LIVE, LIVE, **as_run) == ()  # an older one does not say
    assert run_otherwise(small, small, replaces="", name="") == ()  # what is live cannot be read
    (why,) = run_otherwise(small, large, **as_run)
    assert "live scorecard is of a model that told boxes by 320x192, from 0.3; the district" in why.tell()
    assert "按320x192, from 0.3运行" in why.tell("zh")


def test_what_a_card_is_of_is_read(tmp_path: Path) -> None:
    """As `gridwatch score` writes it; a list in its place is told."""
    path = tmp_path / "card.json"
    path.write_text(
        json.dumps(
            GOOD | {"of": {"model_sha256": "ab", "model_told_by": "64x64", "profiles": {"street": 4}}}
        ),
        encoding="utf-8",
    )
    assert read_card(path).profiles == {"street v4"}
    assert read_card(path).model_sha256 == "ab"
    assert read_card(path).model_told_by == "64x64"
    path.write_text(json.dumps(GOOD | {"of": [1]}), encoding="utf-8")
    with pytest.raises(BadScorecard, match="of is"):
        read_card(path)
