"""The picture of the merge bench."""

from __future__ import annotations

from pathlib import Path

from core.config.settings.merging import Merging
from gridwatch.bench.merge import judge
from gridwatch.bench.merge_plot import draw
from gridwatch.bench.merge_spots import spots


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    """Two panels as SVG, with the chosen setting and the one beside it in the legend."""
    found = spots(40, 1)
    plain = judge(found, Merging(radius_share=0))
    draw(judge(found, Merging()), [("without radii", plain)], tmp_path / "merge.svg")
    drawn = (tmp_path / "merge.svg").read_text(encoding="utf-8")
    assert "<svg" in drawn
    assert "without radii" in drawn
