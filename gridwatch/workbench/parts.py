"""What an interrupted replay has finished: one file a clip, so that it goes on and does not begin anew.

Below the run folder: `parts/settings.json` says by which model, profile and settings, and `parts/<camera>.json`
holds what came of a clip, with its sightings beside it. Other settings, or a clip that was changed, are seen anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from alerts.store.codec import decode_incident, encode_incident
from core.config.profile import Profile
from core.errors import StoreError
from gridwatch.workbench.files import write_whole
from gridwatch.workbench.record import SourceResult

FOLDER = "parts"
_SETTINGS = "settings.json"


class Parts:
    """The finished clips of one run folder."""

    def __init__(self, run: Path, settings: Mapping[str, Any], *, fresh: bool = False) -> None:
        """Open the parts below `run`, or begin anew when they were made by other settings, or when asked to.

        `news` then says why, in words; it is empty when there was nothing before.
        """
        self._folder = run / FOLDER
        self.news = ""
        before = self._before()
        if before is None:
            self._begin(settings)
        elif fresh:
            self.news = "begins anew, as asked for"
            self._begin(settings)
        elif before != settings:
            other = sorted(key for key in {*before, *settings} if before.get(key) != settings.get(key))
            self.news = f"begins anew: {', '.join(other)} changed since {run} was written"
            self._begin(settings)

    def load(self, camera: str, clip: Path, profile: Profile) -> SourceResult | None:
        """Return what came of a clip; None when it is not finished, was changed, or cannot be read."""
        try:
            told = json.loads((self._folder / f"{camera}.json").read_text(encoding="utf-8"))
            if told.pop("clip") != _identity(clip) or not self.sightings(camera).is_file():
                return None
            return SourceResult(
                camera=camera,
                name=told["name"],
                about=told["about"],
                start=datetime.fromisoformat(told["start"]),
                seconds=float(told["seconds"]),
                counts=tuple((float(at), int(count)) for at, count in told["counts"]),
                incidents=tuple(decode_incident(text) for text in told["incidents"]),
                pictures=dict(told["pictures"]),
                notes=tuple(told["notes"]),
                profile=profile,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, StoreError):
            return None  # whatever is wrong with it, seeing the clip again puts it right

    def drop(self, camera: str) -> None:
        """Forget what came of a clip: it is about to be seen again, and half of that is nothing."""
        (self._folder / f"{camera}.json").unlink(missing_ok=True)

    def keep(self, result: SourceResult, clip: Path) -> None:
        """Keep a finished clip's result, in one step."""
        told = {
            "clip": _identity(clip),
            "name": result.name,
            "about": result.about,
            "start": result.start.isoformat(),
            "seconds": result.seconds,
            "counts": result.counts,
            "incidents": [encode_incident(incident) for incident in result.incidents],
            "pictures": dict(result.pictures),
            "notes": list(result.notes),
        }
        write_whole(self._folder / f"{result.camera}.json", json.dumps(told, ensure_ascii=False))

    def sightings(self, camera: str) -> Path:
        """Where a clip's sightings are written while it is replayed."""
        return self._folder / f"{camera}.sightings.jsonl"

    def _before(self) -> dict[str, Any] | None:
        try:
            before = json.loads((self._folder / _SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return before if isinstance(before, dict) else None

    def _begin(self, settings: Mapping[str, Any]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        (self._folder / _SETTINGS).write_text(json.dumps(settings, indent=2), encoding="utf-8")


def _identity(clip: Path) -> list[Any]:
    """Return what tells that a clip is still the same, without reading all of it."""
    files = sorted(clip.iterdir()) if clip.is_dir() else [clip]
    stats = [(file.name, file.stat()) for file in files]
    return [str(clip.resolve()), [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]]
