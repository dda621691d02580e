"""Run folders: what is read is what was written; an incident becomes an alarm when it was opened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.place import PlaceOrigin
from gridwatch.workbench.runs import Alarm, BadRun, Run, Source, alarm_of, read_run, span, write_run
from tests.builders_store import incident

START = datetime(2026, 11, 2, 8, tzinfo=UTC)


def run() -> Run:
    """Two cameras over an hour, one alarm."""
    return Run(
        command="gridwatch replay day",
        model="street 1",
        model_sha256="ab" * 32,
        profiles={"street": 1},
        every_s=60,
        sources=(
            Source(camera="cam-01", start=START, seconds=3600, looks=60),
            Source(camera="cam-02", start=START + timedelta(hours=1), seconds=3600, looks=60),
        ),
        alarms=(
            Alarm(
                id="inc_1",
                matter="crowding",
                cameras=("cam-01",),
                first_seen=START,
                opened_at=START,
                box=(0, 0, 1, 1),
            ),
        ),
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Every field survives, by folder and by file."""
    path = write_run(tmp_path, run())
    assert read_run(tmp_path) == run() == read_run(path)


def test_days_and_span_cover_all_cameras() -> None:
    """False alarms are told per camera and day: two cameras for an hour are a twelfth of a day."""
    assert run().camera_days == pytest.approx(2 / 24)
    assert span(run()) == (START, START + timedelta(hours=2))
    assert span(replace(run(), sources=())) is None


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 2}', '{"format": 1}'])
def test_what_is_no_run_is_told(tmp_path: Path, text: str) -> None:
    """A half-written or foreign file is an error with its path, not a traceback."""
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(BadRun, match=r"run\.json"):
        read_run(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Asia/Shanghai", "Asia/Atlantis", "timezone: .*no time zone"),
        ('"cameras": ["cam-01"]', '"cameras": []', r"alarms\[0\]\.cameras"),
        ('"lat": null', '"lat": 120.2', r"alarms\[0\]\.lat"),
        ('"seconds": 3600.0', '"seconds": -1', r"sources\[0\]\.seconds"),
        ('"looks": 60', '"looks": -1', r"sources\[0\]\.looks"),
        ('"confidence": 0.0', '"confidence": NaN', r"alarms\[0\]\.confidence"),
        ('"box": [0.0, 0.0,', '"box": [NaN, 0.0,', r"alarms\[0\]\.box"),
        ('"every_s": 60.0', '"every_s": 0', "every_s"),
    ],
)
def test_what_a_scorecard_would_stumble_over_is_told_when_read(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """A run edited by hand or merged by a script: the key is named."""
    path = write_run(tmp_path, run())
    text = json.dumps(json.loads(path.read_text())).replace(old, new, 1)
    assert new in text
    path.write_text(text)
    with pytest.raises(BadRun, match=told):
        read_run(tmp_path)


def test_an_alarm_is_there_once(tmp_path: Path) -> None:
    """Two of one id could not be told apart in a matching."""
    one = run()
    write_run(tmp_path, replace(one, alarms=one.alarms * 2))
    with pytest.raises(BadRun, match="inc_1 is there more than once"):
        read_run(tmp_path)


def test_an_absent_run_says_how_to_make_one(tmp_path: Path) -> None:
    """The cure stands in the message."""
    with pytest.raises(BadRun, match="gridwatch replay"):
        read_run(tmp_path)


def test_an_opened_incident_is_an_alarm() -> None:
    """Place, box and reason are taken over; a place that is only the camera's is no point to measure against."""
    one = incident("inc_9")
    alarm = alarm_of(one, "pictures/inc_9.jpg")
    assert alarm is not None
    assert (alarm.id, alarm.matter, alarm.cameras) == ("inc_9", one.matter.key, ("cam-1",))
    assert alarm.box == (0.25, 0.5, 0.5, 0.75)
    assert alarm.place == one.place.point
    assert "waste" in alarm.why
    assert "垃圾" in alarm.why_zh
    coarse = alarm_of(replace(one, place=replace(one.place, origin=PlaceOrigin.CAMERA)))
    assert coarse is not None
    assert coarse.place is None


def test_a_candidate_is_no_alarm() -> None:
    """What was never opened reached nobody."""
    assert alarm_of(replace(incident(), opened_at=None)) is None


@pytest.mark.parametrize("text", ["[" * 100_000, '{"format": ' + "9" * 5000 + "}"], ids=["nested", "digits"])
def test_json_that_python_cannot_hold_is_no_run(tmp_path: Path, text: str) -> None:
    """Endless brackets and endless numbers are told as what they are."""
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadRun, match="is not JSON"):
        read_run(tmp_path)


def test_a_run_at_the_end_of_the_calendar_is_refused(tmp_path: Path) -> None:
    """Its end would lie beyond what Python calls a time."""
    path = write_run(tmp_path, run())
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-02T", "9999-12-31T"), encoding="utf-8")
    with pytest.raises(BadRun, match="outside of the years"):
        read_run(tmp_path)
