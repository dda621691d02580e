"""Which part a source picture belongs to: decided by content and name, never by chance at run time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from gridwatch.workbench.model import duplicates
from gridwatch.workbench.model.labels import BadDataSet, text_of
from gridwatch.workbench.model.media import picture

DEV_SHARE = 0.1
HEADING = "part\tsource"


def split(train: Sequence[Path], valid: Sequence[Path], dev_share: float = DEV_SHARE) -> list[str]:
    """Return the part of every train picture: train, dev, or dropped for being (nearly) a valid picture.

    Near-duplicates within the train part stay together; the part of a group follows from the SHA-256 of the name
    of its first picture, so that the list of parts can be committed and checked.
    """
    taken = {duplicates.source_name(path.name) for path in valid}
    hashes = [duplicates.hashes(picture(path)) for path in train]
    table = duplicates.near(hashes, [duplicates.hashes(picture(path)) for path in valid])
    parts = []
    for path, leader, leaks in zip(
        train, duplicates.groups(hashes), [bool(row.any()) for row in table], strict=True
    ):
        if leaks or duplicates.source_name(path.name) in taken:
            parts.append("dropped")
        else:
            parts.append("dev" if share(duplicates.source_name(train[leader].name)) < dev_share else "train")
    return parts


def share(name: str) -> float:
    """Return a number from 0 to 1 that follows from a name and from nothing else."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32


def write_split(path: Path, listed: Sequence[tuple[str, str]]) -> None:
    """Write (part, source picture) as tab-separated lines, sorted by picture, with a heading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{part}\t{name}\n" for part, name in sorted(listed, key=lambda row: row[1])]
    path.write_text(f"{HEADING}\n{''.join(lines)}", encoding="utf-8")


def read_split(path: Path) -> list[tuple[str, str]]:
    """Read what `write_split` wrote.

    Raises:
        BadDataSet: a line has not two fields.
    """
    rows = []
    for number, line in enumerate(text_of(path).rstrip("\n").split("\n")[1:], start=2):
        part, tab, name = line.partition("\t")
        if not (part and tab and name):
            raise BadDataSet(f"{path}:{number}: expected `part<TAB>source`")
        rows.append((part, name))
    return rows
