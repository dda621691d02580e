"""A smaller set is drawn by kind, the same by the same seed, and trains on exactly those pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gridwatch.workbench.model.draw import draw, kind_of
from gridwatch.workbench.model.labels import BadDataSet, read_data_set


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A set of three garbage pictures, five heaps, four rendered ones in a folder of their own, one of dev."""
    names = [f"00{n}_jpg.jpg" for n in range(3)] + [f"heap_{n}.jpg" for n in range(5)]
    for folder, some in {
        "images/train": names,
        "rendered/images": [f"sim_{n}.jpg" for n in range(4)],
        "images/dev": ["9.jpg"],
    }.items():
        (tmp_path / folder).mkdir(parents=True)
        for name in some:
            (tmp_path / folder / name).touch()
    content = {
        "train": ["images/train", "rendered/images"],
        "val": "images/dev",
        "names": {0: "person", 1: "waste"},
    }
    (tmp_path / "data.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return tmp_path / "data.yaml"


def test_pictures_are_taken_by_kind(built: Path) -> None:
    """All without a kind, so many of each named one, none of the others; dev and names stay."""
    out = built.parent / "small" / "mix.yaml"
    assert draw(built, out, {"heap": 2}, seed=1) == {"": 3, "heap": 2}
    small = read_data_set(out)
    kinds = [kind_of(picture) for picture in small.parts["train"]]
    assert sorted(kinds) == ["", "", "", "heap", "heap"]
    assert all(picture.exists() for picture in small.parts["train"])
    assert small.parts["val"] == read_data_set(built).parts["val"]
    assert small.names == {0: "person", 1: "waste"}


def test_the_seed_decides_and_nothing_else(built: Path) -> None:
    """The same seed draws the same pictures again; some other seed draws others."""

    def drawn(seed: int) -> tuple[Path, ...]:
        out = built.parent / f"{seed}.yaml"
        draw(built, out, {"heap": 2, "sim": 2}, seed=seed)
        return read_data_set(out).parts["train"]

    assert drawn(3) == drawn(3)
    assert len({drawn(seed) for seed in range(6)}) > 1


def test_pictures_without_a_kind_may_be_shown_more_often(built: Path) -> None:
    """Three times each in an epoch; the others once."""
    out = built.parent / "often.yaml"
    assert draw(built, out, {"heap": 2}, times=3) == {"": 9, "heap": 2}
    lines = out.with_name("often.train.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(lines.count(line) for line in set(lines)) == [1, 1, 3, 3, 3]


def test_more_than_there_are_is_told_with_what_there_is(built: Path) -> None:
    """The kinds and their numbers stand in the message."""
    with pytest.raises(BadDataSet, match=r"4 pictures of sim, not 5; it has heap 5, sim 4"):
        draw(built, built.parent / "mix.yaml", {"sim": 5})
    assert not (built.parent / "mix.yaml").exists()


def test_the_set_itself_is_never_written_over(built: Path) -> None:
    """Nor is a folder taken for a file: told before anything is written."""
    held = built.read_bytes()
    for out, says in ((built, "is the set that is drawn from"), (built.parent, "is a folder")):
        with pytest.raises(BadDataSet, match=says):
            draw(built, out, {"heap": 2})
    assert built.read_bytes() == held
    assert not built.with_name("data.train.txt").exists()
