"""Cameras of the reference district."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from gridwatch.bench.console.district import spots, write_cameras
from gridwatch.bench.deliver_parts import grid


def test_every_camera_stands_in_the_cell_that_it_names() -> None:
    """By the polygons themselves, in every street, of every owner, and the same each time."""
    made = spots(grid(), cameras=300, seed=3)
    assert all(grid().resolve(spot.point) == spot.path for spot in made)
    assert all(
        [cell.level for cell in spot.path] == ["district", "street", "community", "grid"] for spot in made
    )
    assert len({spot.path[1].code for spot in made}) == 7
    assert Counter(spot.owner for spot in made).most_common(1)[0][0] == "police"
    assert len({spot.camera for spot in made}) == 300
    assert spots(grid(), cameras=300, seed=3) == made
    assert spots(grid(), cameras=300, seed=4) != made


def test_written_as_a_ledger(tmp_path: Path) -> None:
    """What the loader of configs/cameras/ reads."""
    made = spots(grid(), cameras=12)
    write_cameras(tmp_path / "c.csv", made)
    rows = list(csv.DictReader((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["id"] for row in rows] == [spot.camera for spot in made]
    assert (float(rows[0]["lon"]), rows[0]["datum"]) == (made[0].point.lon, "WGS84")
