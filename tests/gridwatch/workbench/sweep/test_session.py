from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import pytest

from core.errors import ConfigError
from core.frame import Image
from gridwatch.workbench.clips import pictures_of
from gridwatch.workbench.looks import StoredLook, write_looks
from gridwatch.workbench.scoring.belonging import OtherTruth
from gridwatch.workbench.sweep.journal import OtherSweep
from gridwatch.workbench.sweep.session import Asked, Swept, run_sweep
from gridwatch.workbench.truth import CLIP_START

if TYPE_CHECKING:
    from tests.gridwatch.workbench.sweep.conftest import Magenta


def swept(yards: Path, out: Path, detector: Magenta, *grid: str, **changes: Any) -> Swept:
    """Sweep the yards' clips."""
    values: dict[str, Any] = {
        "paths": tuple(sorted((yards / "clips").iterdir())),
        "truth": (yards / "truth.jsonl",),
        "grid": grid or ("waste.k=2..4", "waste.min_confidence=0.3,0.8", "waste.clear_n=2"),
        "out": out,
        "configs": yards / "configs",
        "profile": "yard",
    }
    return run_sweep(Asked(**(values | changes)), detector=detector)


def test_from_clips_to_a_better_profile(yards: Path, magenta: Magenta, tmp_path: Path) -> None:
    """The blink is told from the heap, on cameras that had no say in it; one line of the profile changes."""
    done = swept(yards, tmp_path, magenta)
    best, now = done.study.best, done.study.present
    assert best.held_out is not None
    assert now.held_out is not None
    assert (best.held_out.f1, best.held_out.found, best.held_out.events) == (1.0, 2, 2)
    assert now.held_out.false_alarms == 2
    assert [line for line in done.diffs["yard"].splitlines() if line.startswith("+ ")] == [
        "+    min_confidence: 0.8"
    ]
    text = (tmp_path / "profiles" / "yard.yaml").read_text(encoding="utf-8")
    assert text.startswith("# what a yard is checked for\n")
    assert "min_confidence: 0.8\n    k: 2  # too eager\n" in text
    told = json.loads(done.figures.read_text(encoding="utf-8"))
    assert (told["profiles"], len(told["trials"]), told["impossible"]) == (["yard"], 6, 0)
    assert done.page.exists()
    assert magenta.seen == 160


def test_it_goes_on_only_with_the_same_looks_truth_and_profile(
    yards: Path, magenta: Magenta, tmp_path: Path
) -> None:
    """A second sweep makes what is missing; another profile begins elsewhere."""
    swept(yards, tmp_path, magenta, "waste.k=2,3")
    lines = len((tmp_path / "trials.jsonl").read_text().splitlines())
    swept(yards, tmp_path, magenta, "waste.k=2..4")
    assert len((tmp_path / "trials.jsonl").read_text().splitlines()) == lines + 1
    with pytest.raises(OtherSweep, match="another looks or model"):
        swept(yards, tmp_path, magenta, "waste.k=2,3", every_s=2.0)


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        ("wast.k=2", "no rule wast. Did you mean waste?"),
        ("waste.min_confidense=0.3", "Did you mean min_confidence?"),
        ("waste.tiles.acros=2,3", "Did you mean across?"),
        ("waste.k=many", "many"),
    ],
)
def test_what_is_no_setting_is_told(
    yards: Path, magenta: Magenta, tmp_path: Path, grid: str, told: str
) -> None:
    """Before anything is looked at, with what was probably meant."""
    with pytest.raises(Exception, match="(?s)" + told.replace("?", r"\?").replace(".", r"\.")):
        swept(yards, tmp_path, magenta, grid)


def test_clips_need_a_profile(yards: Path, magenta: Magenta, tmp_path: Path) -> None:
    """Nobody says which cameras they are."""
    with pytest.raises(ConfigError, match="name the profile"):
        swept(yards, tmp_path, magenta, profile=None)


def test_stored_looks_are_swept_by_their_own_configs(yards: Path, magenta: Magenta, tmp_path: Path) -> None:
    """Cameras, their profiles and their times come from the folder."""
    day = tmp_path / "day"
    shutil.copytree(yards / "configs", day / "configs", symlinks=True)
    (day / "configs" / "cameras").mkdir()
    looks = []
    for number in range(2):
        name = f"yard-{number}"
        camera = (
            f"cameras:\n  - {{id: {name}, name: {name}, owner: o, scene: yard, "
            "position: {lon: 120, lat: 30, datum: WGS84}, access: {host: 127.0.0.1}}\n"
        )
        (day / "configs" / "cameras" / f"{name}.yaml").write_text(camera, encoding="utf-8")
        for seconds, image in pictures_of(yards / "clips" / name, 1.0):
            looks.append(_kept(day, name, seconds, image))
    write_looks(day, looks)
    done = swept(yards, tmp_path / "out", magenta, "waste.k=2..4", paths=(day,), configs=None, profile=None)
    assert dict(done.study.best.values)["waste.k"] in {3, 4}
    assert done.study.best.held_out is not None
    assert done.study.best.held_out.f1 == 1.0


def _kept(day: Path, name: str, seconds: float, image: Image) -> StoredLook:
    path = day / name / f"{seconds:03.0f}.png"
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), image)
    return StoredLook(camera=name, taken_at=CLIP_START + timedelta(seconds=seconds), path=path)


def test_a_truth_that_tells_nothing_of_these_looks_is_refused_before_they_are_seen(
    yards: Path, magenta: Magenta, tmp_path: Path
) -> None:
    """Without events, of other cameras or of another time: there would be a winner, and it would mean nothing."""
    rest = {"matter": "construction_waste", "cameras": ["nowhere"], "start": 1}
    late = rest | {"cameras": ["yard-1"], "start": 4000}
    for line, told in (
        ("# none", "holds no event"),
        (json.dumps(rest | {"id": "a"}), "is at a camera that was looked at: they are at nowhere"),
        (json.dumps(late | {"id": "b"}), "lies within the time that was looked at"),
    ):
        (tmp_path / "t.jsonl").write_text(line, encoding="utf-8")
        with pytest.raises(OtherTruth, match=told):
            swept(yards, tmp_path / "out", magenta, truth=(tmp_path / "t.jsonl",))
    assert magenta.seen == 0
    assert not (tmp_path / "out").exists()
