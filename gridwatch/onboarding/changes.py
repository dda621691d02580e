"""What an import makes of the camera files that are there: per file, who is added, changed, removed. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config.camera import Camera
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.onboarding.camera_text import CameraText, plain, to_csv, to_yaml


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """One camera file as it would be."""

    path: Path
    text: CameraText
    added: tuple[str, ...]  # camera ids
    changed: Mapping[str, tuple[str, ...]]  # camera id to the dotted fields that differ
    removed: tuple[str, ...]
    same: int  # cameras that stay as they are

    @property
    def name(self) -> str:
        """As messages write it."""
        return f"cameras/{self.path.name}"

    @property
    def differs(self) -> bool:
        """Whether the file must be written."""
        return bool(self.added or self.changed or self.removed)

    def fields(self) -> dict[str, int]:
        """Return how many cameras differ in each field, most first."""
        return dict(Counter(field for fields in self.changed.values() for field in fields).most_common())


def changes(
    folder: Path, now: Sequence[CameraAt], wanted: Mapping[str, Camera], removed: frozenset[str]
) -> list[FileChange]:
    """Return every file that holds one of the cameras, or would.

    A camera stays in the file where it is. A new one goes into its owner's CSV; CSV files are read seven times
    faster than YAML. What a CSV cannot hold (zones, ground points) a ledger does not tell: it stays in its YAML.

    Args:
        folder: configs/cameras.
        now: cameras and where they are written.
        wanted: cameras as they shall be, by id; others stay.
        removed: ids that shall be gone.
    """
    files: dict[str, list[Camera]] = defaultdict(list)
    before: dict[str, dict[str, Camera]] = defaultdict(dict)
    for at in now:
        name = Path(at.file).name
        before[name][at.camera.id] = at.camera
        if at.camera.id not in removed:
            files[name].append(wanted.get(at.camera.id, at.camera))
    known = {at.camera.id for at in now}
    for camera in wanted.values():
        if camera.id not in known:
            files[_file_of(camera.owner, before)].append(camera)
    touched = {name for name in files | before if removed & before[name].keys()} | {
        name for name, cameras in files.items() if any(camera.id in wanted for camera in cameras)
    }
    return [_change(folder / name, before[name], files.get(name, [])) for name in sorted(touched)]


def _file_of(owner: str, before: Mapping[str, Mapping[str, Camera]]) -> str:
    """Return the CSV of an owner: the one that is theirs already, whatever its name, or one named after them."""
    own = f"{owner}.csv"
    if own in before:
        return own
    theirs = [
        name
        for name, cameras in before.items()
        if name.endswith(".csv") and cameras and all(camera.owner == owner for camera in cameras.values())
    ]
    return min(theirs, default=own)


def _change(path: Path, before: Mapping[str, Camera], after: Sequence[Camera]) -> FileChange:
    changed = {
        camera.id: differing(before[camera.id], camera)
        for camera in after
        if camera.id in before and camera != before[camera.id]
    }
    ids = {camera.id for camera in after}
    return FileChange(
        path=path,
        text=to_csv(after) if path.suffix == ".csv" else to_yaml(after),
        added=tuple(camera.id for camera in after if camera.id not in before),
        changed=changed,
        removed=tuple(camera_id for camera_id in before if camera_id not in ids),
        same=sum(camera.id in before for camera in after) - len(changed),
    )


def differing(before: Camera, after: Camera) -> tuple[str, ...]:
    """Return the dotted fields in which two cameras differ; a position is one field."""
    old, new = _flat(plain(before)), _flat(plain(after))
    return tuple(sorted(key for key in old | new if old.get(key) != new.get(key)))


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict) and key != "position":
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found
