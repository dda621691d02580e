"""The data set on disk: YOLO's images/ and labels/, data.yaml, and a manifest that tells where each picture is from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from gridwatch.workbench.model import labels
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.split import share

TRAIN, VAL = "train", "val"
VAL_SHARE = 0.2
"""Share of the cameras whose pictures are kept for validation."""
MANIFEST = "manifest.jsonl"


def parts_of(cameras: Sequence[str]) -> dict[str, str]:
    """Return the part of every camera: it follows from its name; of two cameras and more, one validates."""
    known = sorted(set(cameras), key=lambda camera: (share(camera), camera))
    parts = {camera: VAL if share(camera) < VAL_SHARE else TRAIN for camera in known}
    if len(known) > 1 and VAL not in parts.values():
        parts[known[0]] = VAL
    if len(known) > 1 and TRAIN not in parts.values():
        parts[known[-1]] = TRAIN
    return parts


class Folder:
    """Writes pictures one by one; which part they belong to is decided at the end, when every camera is known.

    Raises:
        BadDataSet: the folder is not empty.
    """

    def __init__(self, out: Path, names: Sequence[str]) -> None:
        if out.exists() and any(out.iterdir()):
            raise BadDataSet(f"{out} is not empty: name a new folder, or remove it first")
        self._out = out
        self._names = tuple(names)
        self._rows: list[dict[str, Any]] = []
        for part in (TRAIN, VAL):
            (out / "images" / part).mkdir(parents=True, exist_ok=True)
            (out / "labels" / part).mkdir(parents=True, exist_ok=True)

    def add(
        self, jpeg: bytes, found: Sequence[Label], *, name: str, camera: str, row: Mapping[str, Any]
    ) -> None:
        """Write a picture with its labels; `row` goes into the manifest.

        Raises:
            BadDataSet: the set has a picture of this name already.
        """
        path = self._out / "images" / TRAIN / f"{name}.jpg"
        try:
            with path.open("xb") as file:
                file.write(jpeg)
        except FileExistsError as error:
            raise BadDataSet(f"{path}: is written already: two pictures of one name") from error
        labels.write(labels.label_path(path), found)
        self._rows.append({"file": path.name, "part": TRAIN, "camera": camera, **row})

    def finish(self, base: Path | None = None) -> tuple[Path, dict[str, int]]:
        """Split by camera, write data.yaml and the manifest; return the YAML and the pictures in each part.

        Args:
            base: data.yaml of a set with the same classes, whose parts are named beside ours.
        """
        parts = parts_of([row["camera"] for row in self._rows])
        for row in self._rows:
            row["part"] = parts[row["camera"]]
            if row["part"] == VAL:
                name = row["file"]
                for kind, file in (("images", name), ("labels", f"{Path(name).stem}.txt")):
                    (self._out / kind / TRAIN / file).replace(self._out / kind / VAL / file)
        (self._out / MANIFEST).write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self._rows), encoding="utf-8"
        )
        counts = {part: sum(row["part"] == part for row in self._rows) for part in (TRAIN, VAL)}
        return self._yaml(base, counts), counts

    def _yaml(self, base: Path | None, counts: Mapping[str, int]) -> Path:
        theirs = _places(base, self._names) if base else {}
        content: dict[str, Any] = {}  # no `path`: the folder may be moved, and taken into CVAT as it is
        for part in (TRAIN, VAL):
            ours = [f"images/{part}"] if counts[part] or not theirs.get(part) else []
            places = [*theirs.get(part, []), *ours]
            content[part] = places if len(places) > 1 else places[0]
        content["names"] = dict(enumerate(self._names))
        path = self._out / "data.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return path


def _places(base: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the folders of another set's parts, absolute.

    Raises:
        BadDataSet: it cannot be read, or its classes are others or numbered otherwise.
    """
    known = labels.read_data_set(base)
    if [known.names[number] for number in sorted(known.names)] != list(names):
        raise BadDataSet(
            f"{base}: its classes are {', '.join(known.names.values())}; the model's are {', '.join(names)}. "
            "Give a set with the model's classes in the model's order"
        )
    raw = yaml.safe_load(labels.text_of(base))
    root = (base.parent / str(raw.get("path") or ".")).resolve()
    return {
        part: [str(root / str(place)) for place in (given if isinstance(given, list) else [given])]
        for part in (TRAIN, VAL)
        if (given := raw.get(part))
    }
