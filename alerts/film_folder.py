"""The film of live cases in a folder, so that it is there again after a restart: one small file a look.

The folder follows the film: what is in the strips of live cases lies in it, everything else goes. So it is bounded by
what the film is bounded by, and what a killed process left goes when its case has ended.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.film import CAMERAS, SHOTS, Shot
from core.errors import EvidenceError

_NAME = re.compile(r"(?P<camera>[A-Za-z0-9][A-Za-z0-9._-]*)~(?P<us>\d{1,17})~(?P<look>[A-Za-z0-9_-]+)\.jpg")
_PART = ".part"  # a file being written
_WHOLE = b"\xff\xd8", b"\xff\xd9"  # a JPEG begins and ends so; a machine that lost power leaves others
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)


class FilmFolder:
    """Keeps looks' small pictures. One thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made before it is asked for."""
        self._folder = folder
        self._names: set[str] | None = None  # of the files there

    def read(self) -> tuple[Shot, ...]:
        """Return what is kept, oldest first: as many of the newest as a film holds. What cannot be read is left out."""
        try:
            there = self._there()
        except OSError:
            return ()  # `hold` tells it
        names = sorted(
            filter(None, map(_NAME.fullmatch, there)), key=lambda name: (int(name["us"]), name["camera"])
        )
        shots = []
        for name in names[-SHOTS * CAMERAS :]:
            with contextlib.suppress(OSError):
                jpeg = (self._folder / name.string).read_bytes()
                if jpeg.startswith(_WHOLE[0]) and jpeg.endswith(_WHOLE[1]):
                    taken_at = _EPOCH + int(name["us"]) * _US
                    shots.append(
                        Shot(camera_id=name["camera"], look_id=name["look"], taken_at=taken_at, jpeg=jpeg)
                    )
        return tuple(shots)

    def hold(self, shots: Iterable[Shot]) -> None:
        """Keep these, and nothing else.

        Raises:
            EvidenceError: the disk is full or refuses; the next call goes on.
        """
        wanted = {_name(shot): shot for shot in shots}
        try:
            there = self._there()
            for name in there - wanted.keys():
                (self._folder / name).unlink(missing_ok=True)
                there.discard(name)
            for name in wanted.keys() - there:
                self._write(name, wanted[name].jpeg)
                there.add(name)
        except OSError as error:
            raise EvidenceError(
                f"the film in {self._folder} cannot be kept: {error.strerror or error}"
            ) from error

    def _there(self) -> set[str]:
        if self._names is None:
            try:
                self._names = {path.name for path in self._folder.iterdir() if path.is_file()}
            except FileNotFoundError:
                self._names = set()
        return self._names

    def _write(self, name: str, jpeg: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / (name + _PART)
        part.write_bytes(jpeg)
        part.replace(self._folder / name)


def _name(shot: Shot) -> str:
    return f"{shot.camera_id}~{(shot.taken_at - _EPOCH) // _US}~{shot.look_id}.jpg"
