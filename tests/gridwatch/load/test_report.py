from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from alerts.load.measure import measure
from alerts.store.load import LoadMark, Marked
from core.config.settings.load import Load
from gridwatch.load.report import draw, rows
from tests.builders import START, at


def _marks() -> list[LoadMark]:
    shown = [
        LoadMark(at=at(60 * n), incident_id=f"inc_{n}", what=Marked.SHOWN, source="cam-1", severity="minor")
        for n in range(20)
    ]
    return [*shown, LoadMark(at=at(5), incident_id="inc_h", what=Marked.HELD, by="outage")]


def test_each_figure_has_its_target_and_verdict():
    """What is too high says so; what was held back is told by what."""
    end = START + timedelta(hours=2)
    figures = measure(_marks(), since=START, until=end, seats=lambda _: 1, rule=Load(), standing=7)
    told = {row[0]: row[1:] for row in rows(figures)}
    assert told["alarms per seat and hour"] == ("10", "<= 6", "TOO HIGH")
    assert told["standing alarms"] == ("7", "< 5", "TOO HIGH")
    assert told["ten-minute periods in flood"] == ("0.00%", "<= 1.00%", "good")
    assert told["held back, by what"][0] == "outage 1"
    assert told["chattering"][0] == "cam-1"
    assert told["alarms shown"][0] == "20"


def test_the_picture_shows_the_hours_against_both_limits(tmp_path: Path):
    """A group counts once in its ten minutes there too."""
    end = START + timedelta(hours=3)
    figures = measure(_marks(), since=START, until=end, seats=lambda _: 1, rule=Load())
    draw(figures, _marks(), [1, 1, 2], tmp_path / "load.png")
    assert (tmp_path / "load.png").read_bytes().startswith(b"\x89PNG")
