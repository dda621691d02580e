"""The truth format: what is read is what was written, and every mistake is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.geo import LonLat
from core.geometry import Box
from gridwatch.workbench.truth import (
    BadTruth,
    TrueEvent,
    check_truth,
    parse_truth,
    read_truth,
    read_truths,
    write_truth,
)

WHOLE = TrueEvent(
    id="e1",
    matter="construction_waste",
    cameras=frozenset({"cam-01", "cam-02"}),
    start=datetime(2026, 11, 2, 8, tzinfo=UTC),
    end=datetime(2026, 11, 2, 9, tzinfo=UTC),
    zone="pavement-left",
    box=Box(x0=0.1, y0=0.2, x1=0.3, y1=0.4),
    place=LonLat(lon=120.25, lat=30.45),
    tags=frozenset({"night"}),
    box_camera="cam-02",
    count=3,
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Every field survives the file, and events come in order of time."""
    late = TrueEvent(
        id="e0", matter="crowding", cameras=frozenset({"plaza"}), start=WHOLE.start + timedelta(hours=2)
    )
    path = tmp_path / "truth.jsonl"
    write_truth(path, [late, WHOLE])
    assert read_truth(path) == (WHOLE, late)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[]", "line"),
        ('{"id": "a", "cameras": ["c"], "start": 0}', "matter"),
        ('{"id": "a", "matter": "m", "cameras": [], "start": 0}', "cameras"),
        ('{"id": "a", "matter": "m", "cameras": ["c"], "start": "2026-01-01T08:00:00"}', "start"),
        ('{"id": "a", "matter": "m", "cameras": ["c"], "start": 5, "end": 5}', "end: lies before"),
        (
            '{"id": "a", "matter": "m", "cameras": ["c"], "start": 0, "box": [0.5, 0, 0.4, 1]}',
            "box: give left",
        ),
        ('{"id": "a", "matter": "m", "cameras": ["c"], "start": 0, "box": [0, 0, 640, 1]}', "box"),
        ('{"id": "a", "matter": "m", "cameras": ["c"], "start": 0, "begin": 1}', "begin"),
        ('{"id": "a", "matter": "m", "cameras": ["c"], "start": NaN}', "start"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, told: str) -> None:
    """Line number and key stand in the message; the other lines are still read."""
    good = '{"id": "good", "matter": "m", "cameras": ["c"], "start": 0}'
    events, problems = parse_truth(f"{good}\n{line}\n", "day.jsonl")
    assert [event.id for event in events] == ["good"]
    assert problems
    assert all(problem.startswith("day.jsonl:2: ") for problem in problems)
    assert told in " ".join(problems)


def test_a_separator_of_unicode_within_a_text_is_no_end_of_a_line() -> None:
    """JSON allows it, and whoever pastes from a document has it: the record is whole, the next one has its number."""
    remark = '{"id": "a", "matter": "m", "cameras": ["c"], "start": 0, "note\u2028\u0085": 1}'
    good = '{"id": "b", "matter": "m", "cameras": ["c"], "start": 0}'
    (event,), problems = parse_truth(f"{remark}\n{good}\n{{\n")
    assert event.id == "b"
    assert [problem.partition(": ")[0] for problem in problems] == ["truth:1", "truth:3"]


def test_of_very_many_mistakes_the_first_are_told(tmp_path: Path) -> None:
    """A file of another kind is a page of mistakes, not a book; the rest is counted."""
    path = tmp_path / "truth.jsonl"
    path.write_text("picture\n" * 2000, encoding="utf-8")
    with pytest.raises(BadTruth, match="and 1950 more mistakes"):
        read_truth(path)
    assert len(check_truth(path)[1]) == 2000


def test_an_id_is_used_once(tmp_path: Path) -> None:
    """Two events of one id could not be told apart in a scorecard."""
    path = tmp_path / "truth.jsonl"
    path.write_text('{"id": "a", "matter": "m", "cameras": ["c"], "start": 0}\n' * 2)
    with pytest.raises(BadTruth, match=r":2: id: a is the id of line 1"):
        read_truth(path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """GBK or a picture by mistake: the byte is named, not a traceback."""
    path = tmp_path / "truth.jsonl"
    path.write_bytes("垃圾".encode("gbk"))
    with pytest.raises(BadTruth, match="not UTF-8"):
        read_truth(path)
    with pytest.raises(BadTruth, match="cannot be read"):
        read_truth(tmp_path / "absent.jsonl")


def test_several_files_are_one_truth(tmp_path: Path) -> None:
    """In order of time; an id in two of them would be counted twice."""
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    early = TrueEvent(id="e0", matter="m", cameras=frozenset({"c"}), start=WHOLE.start - timedelta(hours=2))
    write_truth(first, [WHOLE])
    write_truth(second, [early])
    assert read_truths([first, second]) == (early, WHOLE)
    with pytest.raises(BadTruth, match=r"a\.jsonl: id: e1 is in an earlier file too"):
        read_truths([first, first])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '{"id":"a","matter":"m","cameras":["c"],"start":"0001-01-01T00:00:00+14:00"}',
            "outside of the years",
        ),
        (
            '{"id":"a","matter":"m","cameras":["c"],"start":"9999-12-31T23:59:59-14:00"}',
            "outside of the years",
        ),
        ("[" * 100_000, "write one event a line"),
        ('{"id": ' + "9" * 5000 + "}", "write one event a line"),
    ],
    ids=["before the calendar", "after the calendar", "nested", "digits"],
)
def test_what_python_cannot_hold_is_a_mistake_like_any_other(line: str, told: str) -> None:
    """Times at the calendar's ends, endless brackets and endless numbers are told with their line."""
    (problem,) = parse_truth(line)[1]
    assert problem.startswith("truth:1: ")
    assert told in problem


def test_a_disk_that_is_full_does_not_cost_the_old_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file is whole until the new one is."""
    path = tmp_path / "truth.jsonl"
    path.write_text("# the old one\n", encoding="utf-8")

    def full(opened: Path, *_content: object) -> int:
        opened.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_truth(path, ())
    assert path.read_text(encoding="utf-8") == "# the old one\n"
