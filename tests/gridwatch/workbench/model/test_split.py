"""Parts follow from content and name; nothing leaks; the committed list holds what the data holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.model.duplicates import source_name
from gridwatch.workbench.model.labels import BadDataSet, pictures
from gridwatch.workbench.model.media import write_picture
from gridwatch.workbench.model.split import read_split, share, split, write_split
from tests.conftest import ROOT
from tests.gridwatch.workbench.model.test_duplicates import scene


def put(folder: Path, names: dict[str, int]) -> list[Path]:
    """Write pictures of scenes by name and seed."""
    folder.mkdir()
    for name, seed in names.items():
        write_picture(folder / name, scene(seed))
    return [folder / name for name in names]


def test_a_copy_of_a_valid_picture_is_dropped(tmp_path: Path) -> None:
    """By content, whatever it is called, and by name, whatever it shows."""
    train = put(tmp_path / "train", {"a.jpg": 1, "b.jpg": 2, "c.rf.1.jpg": 3})
    valid = put(tmp_path / "valid", {"z.jpg": 1, "c.rf.2.jpg": 4})
    parts = split(train, valid, dev_share=0)
    assert parts == ["dropped", "train", "dropped"]


def test_copies_within_train_share_a_part(tmp_path: Path) -> None:
    """The first picture's name decides for all of its copies."""
    train = put(tmp_path / "train", {f"{seed:02}{copy}.jpg": seed for seed in range(12) for copy in "ab"})
    parts = split(train, [], dev_share=0.5)
    assert parts[0::2] == parts[1::2]
    assert set(parts) == {"train", "dev"}


def test_shares_are_spread_evenly() -> None:
    """About one name in ten falls under a tenth."""
    low = sum(share(f"picture {number}") < 0.1 for number in range(5000))
    assert 400 < low < 600


def test_a_list_reads_back(tmp_path: Path) -> None:
    """Sorted by picture; a line with one field is an error."""
    path = tmp_path / "split.tsv"
    write_split(path, [("train", "b"), ("dev", "a")])
    assert read_split(path) == [("dev", "a"), ("train", "b")]
    path.write_text("part\tsource\ntrain\n")
    with pytest.raises(BadDataSet, match=":2"):
        read_split(path)


def test_the_committed_list_is_of_the_shared_pictures(shared_data: Path) -> None:
    """Every source picture of train and valid stands in the list once, valid ones as valid."""
    rows = read_split(ROOT / "models" / "split.tsv")
    found = {
        name: {
            source_name(path.name)
            for path in pictures(shared_data / "images/garbage_bin_overflow/images" / name)
        }
        for name in ("train", "valid")
    }
    assert len(rows) == len({name for _, name in rows})
    assert {name for part, name in rows if part == "valid"} == found["valid"]
    assert {name for part, name in rows if part != "valid"} == found["train"]
