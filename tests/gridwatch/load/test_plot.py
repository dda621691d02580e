from __future__ import annotations

from pathlib import Path

from gridwatch.load.plot import draw
from gridwatch.load.simulate import VARIANTS, simulate
from gridwatch.load.world import Assumptions


def test_bars_for_every_variant_and_rate(tmp_path: Path):
    """The picture is drawn in the format that its name ends with."""
    found = simulate([0.2, 0.5], Assumptions(cameras=100, days=1), variants=VARIANTS[:3])
    draw(found, tmp_path / "seats.png")
    assert (tmp_path / "seats.png").read_bytes().startswith(b"\x89PNG")
