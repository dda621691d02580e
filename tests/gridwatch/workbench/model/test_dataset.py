"""The training set is built from the shared data, small here, whole in the command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.frame import Image
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.dataset import CLIPS, build
from gridwatch.workbench.model.labels import (
    BadDataSet,
    Label,
    label_path,
    pictures,
    read,
    read_data_set,
    write,
)
from gridwatch.workbench.model.media import write_picture
from gridwatch.workbench.model.split import read_split

CAR = Label(name=CLASSES.index("car"), box=(0.1, 0.1, 0.2, 0.2))


class Everywhere:
    """A labeller that sees a car in the same corner of every picture."""

    def label(self, image: Image, given: Sequence[Label] = ()) -> list[Label]:
        """Return the car."""
        return [CAR]


def renderer(out: Path, count: int, seed: int) -> None:
    """Write flat grey pictures with a person each, as the simulator lays them out."""
    import numpy as np

    for number in range(count):
        path = out / "images" / "train" / f"sim_{seed}_{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_picture(path, np.full((32, 32, 3), 128, np.uint8))
        write(label_path(path), [Label(name=0, box=(0.1, 0.1, 0.3, 0.9))])


def test_a_set_is_built_from_every_source(shared_data: Path, tmp_path: Path) -> None:
    """Garbage pictures by part, people without garbage, clip frames and rendered pictures, all labelled."""
    built = build(
        shared_data,
        tmp_path / "set",
        teacher=Everywhere(),
        renderers=[(renderer, 3)],
        limit=12,
        seed=5,
    )
    found = read_data_set(built.yaml)
    assert tuple(found.names.values()) == CLASSES
    names = [path.name for path in found.parts["train"]]
    assert sum(name.startswith("sim_5_") for name in names) == 3
    assert sum(name.startswith("hard_hat_") for name in names) == 24
    assert sum(name.startswith("intel_") for name in names) == 12
    assert built.parts["train"] + built.parts["dev"] + built.parts["dropped"] == 12 + 24 + 12
    assert built.parts["rendered"] == 3
    assert built.boxes["person"] == 3
    assert built.boxes["car"] == built.parts["train"]
    assert built.boxes["waste"] + built.boxes["bin"] + built.boxes["overflow"] > 0
    assert read_split(tmp_path / "set" / "split.tsv") == list(built.split)
    assert [part for part, _ in built.split].count("valid") == 12


def test_labels_are_ours_and_beside_their_picture(shared_data: Path, tmp_path: Path) -> None:
    """Theirs are renumbered (garbage is 6), the labeller's are added."""
    build(shared_data, tmp_path / "set", teacher=Everywhere(), limit=6, clip_count=1)
    for path in pictures(tmp_path / "set" / "images"):
        found = read(path)
        assert found[-1].name == CAR.name
        assert all(one.name >= CLASSES.index("waste") for one in found[:-1])


def test_no_valid_picture_is_trained_on(shared_data: Path, tmp_path: Path) -> None:
    """The valid part appears in the list only."""
    build(shared_data, tmp_path / "set", teacher=None, limit=8, clip_count=1)
    taken = {name for part, name in read_split(tmp_path / "set" / "split.tsv") if part == "valid"}
    assert not {path.name.partition(".rf.")[0] for path in pictures(tmp_path / "set")} & taken


def test_test_clips_never_teach() -> None:
    """What tests and figures are taken from is not trained on."""
    assert not [clip for clip in CLIPS if "towncentre" in clip or "plaza" in clip]


def test_an_occupied_folder_is_refused(shared_data: Path, tmp_path: Path) -> None:
    """Nothing of the engineer's is overwritten."""
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(BadDataSet, match="not empty"):
        build(shared_data, tmp_path, teacher=None)
