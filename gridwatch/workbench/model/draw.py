"""A smaller training set drawn from a built one, so that an epoch is short and its kinds of picture are in balance."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from gridwatch.workbench.files import write_whole
from gridwatch.workbench.model.labels import BadDataSet, read_data_set

_KIND = re.compile(r"^([a-z]+)(?:_|$)", re.IGNORECASE)


def kind_of(picture: Path) -> str:
    """Return the first word of a picture's name (heap, worse, hard, sim, day ...); "" where it begins otherwise.

    The shared garbage pictures begin with a number: they have no kind, and are never left out.
    """
    found = _KIND.match(picture.stem)
    return found[1].lower() if found else ""


def draw(data: Path, out: Path, takes: Mapping[str, int], *, times: int = 1, seed: int = 0) -> dict[str, int]:
    """Write `out` and the list of pictures beside it; the pictures stay where they are.

    Args:
        data: YAML of a built data set.
        out: YAML of the smaller one; beside it goes `<its name>.train.txt`.
        takes: kind -> pictures taken at random of it. Kinds that are not named are left out, pictures without a
            kind are all taken.
        times: how often an epoch shows each picture without a kind.
        seed: of the drawing; with the same set, takes in the same order and seed, the same pictures.

    Returns:
        Pictures taken of each kind, "" for those without one, every showing counted.

    Raises:
        BadDataSet: a kind has fewer pictures than are to be taken, or `out` is `data` or a folder.
    """
    if out.is_dir() or out.resolve() == data.resolve():
        raise BadDataSet(
            f"{out}: is {'a folder' if out.is_dir() else 'the set that is drawn from'}; name a new YAML"
        )
    found = read_data_set(data, needed=("train", "val"))
    by_kind: dict[str, list[Path]] = {}
    for picture in found.parts["train"]:
        by_kind.setdefault(kind_of(picture), []).append(picture)
    chosen = {"": by_kind.get("", []) * times}
    dice = random.Random(seed)
    for kind, count in takes.items():
        there = sorted(by_kind.get(kind, []), key=lambda picture: picture.name)
        if count > len(there):
            known = ", ".join(f"{name} {len(all_)}" for name, all_ in sorted(by_kind.items()) if name)
            raise BadDataSet(
                f"{data}: holds {len(there)} pictures of {kind}, not {count}; it has {known or 'none'}"
            )
        chosen[kind] = dice.sample(there, count)
    pictures = sorted(str(picture.resolve()) for some in chosen.values() for picture in some)
    if not pictures:
        raise BadDataSet(f"{data}: nothing was taken; name kinds and how many of each")
    listed = out.with_name(f"{out.stem}.train.txt")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(listed, "\n".join(pictures) + "\n")
    content = {
        "path": str(out.parent.resolve()),
        "train": listed.name,
        "val": str(found.parts["val"][0].resolve().parent),
        "names": dict(found.names),
    }
    write_whole(out, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
    return {kind: len(some) for kind, some in chosen.items()}
