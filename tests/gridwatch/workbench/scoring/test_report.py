"""The page of a scorecard."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from gridwatch.workbench.looks import BadLooks, StoredLook, write_looks
from gridwatch.workbench.scoring.report import write_report
from gridwatch.workbench.scoring.scorecard import score
from tests.builders_scoring import alarm, event, hour, run


def page(tmp_path: Path, *alarms: object, events: tuple[object, ...] = ()) -> str:
    """Write the page and return it."""
    result = run(*alarms)  # type: ignore[arg-type] # alarms
    write_report(tmp_path / "out" / "r.html", result, score(result, events), folder=tmp_path)  # type: ignore[arg-type] # events
    return (tmp_path / "out" / "r.html").read_text(encoding="utf-8")


def test_the_page_tells_the_figures_and_fetches_nothing(tmp_path: Path) -> None:
    """Headline, tables, gallery; no address outside of the page but names of XML."""
    html = page(tmp_path, alarm("a1", 8.2), alarm("a2", 18), events=(event("e1", 8, 9), event("e2", 12, 13)))
    assert "0.500" in html
    assert "e2 · construction_waste" in html
    assert "a2 · construction_waste" in html
    assert "construction_waste 45.0 min" in html
    assert re.findall(r"(?:src|href)=\"(?!data:|#)", html) == []
    assert "<script" not in html


def test_names_from_a_run_are_escaped(tmp_path: Path) -> None:
    """A reason or a command is text, whatever stands in it."""
    html = page(tmp_path, alarm("a", 8, why="<img src=x onerror=alert(1)>"))
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_a_perfect_and_an_empty_run_have_pages_too(tmp_path: Path) -> None:
    """No miss and no false alarm is said in words; of nothing there is nothing to count."""
    perfect = page(tmp_path, alarm("a", 8.1), events=(event("e", 8, 9),))
    assert "No event was missed." in perfect
    assert "No false alarm." in perfect
    assert "nothing to count" in page(tmp_path)


def test_stored_looks_show_what_was_missed(tmp_path: Path) -> None:
    """By the folder's own index; a folder without one is refused, not passed over."""
    looks = tmp_path / "looks"
    looks.mkdir()
    cv2.imwrite(str(looks / "a.png"), np.full((36, 64, 3), 127, np.uint8))
    write_looks(looks, [StoredLook(camera="cam-1", taken_at=hour(8.4), path=looks / "a.png")])
    result = run()
    card = score(result, [event("e", 8, 9)])
    write_report(tmp_path / "r.html", result, card, folder=tmp_path, looks=looks)
    assert "data:image/jpeg;base64," in (tmp_path / "r.html").read_text(encoding="utf-8")
    with pytest.raises(BadLooks):
        write_report(tmp_path / "r.html", result, card, folder=tmp_path, looks=tmp_path)
