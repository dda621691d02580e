"""Builders of box sets, in memory and as YOLO folders with real pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import yaml

from gridwatch.workbench.labels.boxes import BoxSet, LabelledPicture
from gridwatch.workbench.model.labels import Label

NAMES = {0: "waste", 1: "bin"}
Row = tuple[int, tuple[float, float, float, float]]


def labelled(file: str, *rows: Row, size: tuple[int, int] = (640, 360)) -> LabelledPicture:
    """Build a picture from `(class, (left, top, right, bottom))` rows."""
    labels = tuple(Label(name=name, box=box) for name, box in rows)
    return LabelledPicture(file=file, width=size[0], height=size[1], labels=labels)


def box_set(*pictures: LabelledPicture) -> BoxSet:
    """Build a set of two classes."""
    return BoxSet(names=NAMES, pictures=pictures)


def picture(path: Path, size: tuple[int, int] = (64, 36)) -> Path:
    """Write a grey picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), 127, np.uint8))
    return path


def yolo_folder(folder: Path, lines: Mapping[str, Sequence[str]]) -> Path:
    """Write a data set: label lines by picture name."""
    for name, rows in lines.items():
        picture(folder / "images" / name)
        path = (folder / "labels" / name).with_suffix(".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{row}\n" for row in rows))
    (folder / "data.yaml").write_text(yaml.safe_dump({"train": "images", "names": dict(NAMES)}))
    return folder


def png_that_claims(side: int) -> bytes:
    """Build a PNG whose head says `side` x `side` pixels and which holds hardly any."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
