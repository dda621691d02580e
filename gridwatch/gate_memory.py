"""What the change gate knows, over a restart: a district would otherwise be seen anew, minutes of every core.

One file, written at a clean stop and taken away when it is read: after a kill the detector runs on every camera once,
as after more than `gate.max_age_s`. A camera's part counts as long as its camera, its profile and the model are what
they were; a rule might make something of the boxes that another one made nothing of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from core.detection import Detections
from detectors.gate import COLUMNS, KEPT, ROWS, ChangeGate, Place, Seen
from detectors.model import Model
from gridwatch.pipeline import Posting

log = structlog.get_logger(__name__)

_SHAPE = 1  # grows when the meaning of a column changes; an older file is then left alone
_PART = ".part"  # a file being written

Columns = Mapping[str, Any]


class GateMemory:
    """Keeps a gate's places in a file. One thread at a time."""

    def __init__(
        self, path: Path, *, model: Model, told: str, posting: Callable[[str], Posting | None]
    ) -> None:
        """`told`: how the model is run (`told_by`). `posting`: what a camera is checked by now.

        Nothing is read or made before it is asked for.
        """
        self._path = path
        self._model = f"{model.sha256} {told}"
        self._posting = posting

    def recall(self, gate: ChangeGate) -> int:
        """Give the gate what was kept and still holds, and take the file away; return of how many cameras."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                columns = dict(kept)
            self._path.unlink()
            found = self._held(columns)
        except FileNotFoundError:
            return 0
        except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
            log.warning("gate.not_recalled", file=str(self._path), error=str(error))
            return 0
        gate.places.update(found)
        return len(found)

    def keep(self, gate: ChangeGate) -> None:
        """Write what the gate knows; a disk that refuses costs the next start its knowledge, and is told."""
        places = {camera_id: place for camera_id, place in gate.places.items() if place.seen}
        if not places:
            return
        part = self._path.with_name(self._path.name + _PART)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.savez(file, **self._columns(places))
            part.replace(self._path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            log.warning("gate.not_kept", file=str(self._path), error=str(error))

    def _columns(self, places: Mapping[str, Place]) -> Columns:
        seen = [one for place in places.values() for one in place.seen]
        boxes = [one.detections for one in seen]
        marks = self._marks(places)
        return {
            "shape": _SHAPE,
            "cameras": np.array(list(places)),
            "marks": np.array([marks[camera_id] or "" for camera_id in places]),
            "usual": np.stack([place.usual for place in places.values()]),
            "ran_at": np.array([place.ran_at for place in places.values()]),
            "pictures": np.array([len(place.seen) for place in places.values()]),
            "blocks": np.stack([one.blocks for one in seen]),
            "names": np.array([json.dumps(one.names) for one in boxes]),
            "sizes": np.array([(*one.picture_size, one.shed) for one in boxes]),
            "counts": np.array([len(one) for one in boxes]),
            "boxes": np.concatenate([one.boxes for one in boxes]),
            "scores": np.concatenate([one.scores for one in boxes]),
            "labels": np.concatenate([one.labels for one in boxes]),
        }

    def _held(self, kept: Columns) -> dict[str, Place]:
        """Return the places that still hold. Raises ValueError, KeyError or IndexError for what is no such file."""
        if int(kept["shape"]) != _SHAPE:
            raise ValueError(f"of shape {kept['shape']}, this Gridwatch reads {_SHAPE}")
        if kept["usual"].shape[1:] != (ROWS, COLUMNS) or kept["blocks"].shape[1:] != (ROWS, COLUMNS):
            raise ValueError("of other blocks")
        cameras = [str(one) for one in kept["cameras"]]
        marks, names = self._marks(cameras), _Names()
        pictures = np.concatenate([[0], np.cumsum(kept["pictures"])])
        rows = np.concatenate([[0], np.cumsum(kept["counts"])])
        found = {}
        for i, camera_id in enumerate(cameras):
            if marks[camera_id] != str(kept["marks"][i]):
                continue
            seen = [
                Seen(
                    blocks=kept["blocks"][j].copy(),  # its own: a part of a column holds on to the whole
                    detections=_detections(kept, j, slice(rows[j], rows[j + 1]), names),
                )
                for j in range(pictures[i], pictures[i + 1])
            ]
            found[camera_id] = Place(
                usual=kept["usual"][i].copy(), seen=seen[:KEPT], ran_at=float(kept["ran_at"][i])
            )
        return found

    def _marks(self, cameras: Mapping[str, Any] | list[str]) -> dict[str, str | None]:
        """Return by camera a fingerprint of all that its boxes were judged by; None where it is gone."""
        profiles: dict[int, str] = {}

        def mark(camera_id: str) -> str | None:
            posting = self._posting(camera_id)
            if posting is None:
                return None
            if (profile := profiles.get(id(posting.profile))) is None:  # a few profiles check all cameras
                profile = profiles[id(posting.profile)] = posting.profile.model_dump_json()
            text = f"{self._model}\n{profile}\n{posting.camera.model_dump_json()}"
            return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

        return {camera_id: mark(camera_id) for camera_id in cameras}


class _Names(dict[str, tuple[str, ...]]):
    """Class names by their JSON: thousands of pictures share one tuple."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        self[text] = tuple(json.loads(text))
        return self[text]


def _detections(kept: Columns, picture: int, rows: slice, names: _Names) -> Detections:
    width, height, shed = (int(one) for one in kept["sizes"][picture])
    return Detections(
        boxes=kept["boxes"][rows].copy(),
        scores=kept["scores"][rows].copy(),
        labels=kept["labels"][rows].copy(),
        names=names[str(kept["names"][picture])],
        picture_size=(width, height),
        shed=shed,
    )
