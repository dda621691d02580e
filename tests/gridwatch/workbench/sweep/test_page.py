from __future__ import annotations

import re
from pathlib import Path

from gridwatch.workbench.sweep.grid import axes_of
from gridwatch.workbench.sweep.journal import Journal
from gridwatch.workbench.sweep.page import write_page
from gridwatch.workbench.sweep.study import Plan, study
from tests.builders_sweep import CAMERAS, evaluate, events

PRESENT = (("waste.min_confidence", 0.7), ("waste.k", 3))


def test_the_page_holds_everything_it_shows(tmp_path: Path) -> None:
    """Plots inside, nothing fetched, what was chosen and what is set now, and text from outside as text."""
    axes = axes_of(["waste.min_confidence=0.3..0.7/0.05", "waste.k=3,9"])
    found = study(
        evaluate, CAMERAS, events(), Plan(axes=axes), present=PRESENT, journal=Journal(tmp_path, {})
    )
    write_page(
        tmp_path / "sweep.html",
        found,
        profile="street",
        model="m <1>",
        command="gridwatch sweep",
        diff="+k: 4",
    )
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "chosen, held out" in page
    assert "9 profiles tried, 9 cannot be" in page
    assert "m &lt;1&gt;" in page
    assert "+k: 4" in page
