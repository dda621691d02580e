"""Extras are made out of labelled pictures and carry their labels along."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.extras import Extras, more
from gridwatch.workbench.model.labels import Label, label_path, write
from gridwatch.workbench.model.media import write_picture

BIN = Label(name=CLASSES.index("bin"), box=(0.0, 0.0, 0.2, 0.2))


def one(folder: Path) -> tuple[Path, ...]:
    """A grey picture with a bin in its corner."""
    path = folder / "images" / "a.jpg"
    path.parent.mkdir(parents=True)
    write_picture(path, np.full((480, 640, 3), 128, np.uint8))
    write(label_path(path), [BIN])
    return (path,)


def test_each_kind_is_made_as_often_as_wanted(shared_data: Path, tmp_path: Path) -> None:
    """Heaps gain a label of waste, bad weather keeps the labels, from afar there are four or nine of each."""
    made = list(
        more(one(tmp_path), shared_data / "images" / "cdw_sprites", Extras(heaps=3, worse=2, afar=2), seed=1)
    )
    kinds = [name.partition("_")[0] for name, *_ in made]
    assert kinds.count("heap") >= 2  # one may have found no place
    assert (kinds.count("worse"), kinds.count("afar")) == (2, 2)
    for name, _, found in made:
        names = [CLASSES[label.name] for label in found]
        if name.startswith("heap"):
            assert names == ["bin", "waste"]
        elif name.startswith("worse"):
            assert names == ["bin"]
        else:
            assert len(names) in {4, 9}


def test_nothing_comes_of_nothing(tmp_path: Path) -> None:
    """Without pictures there are no extras, and the sprites are not asked for."""
    assert list(more((), tmp_path / "absent", Extras(), seed=0)) == []
