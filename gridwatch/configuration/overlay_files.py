"""configs/cameras/overlays/: what the console has set, a file a camera, laid over the camera's own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.config.camera import Camera
from core.config.overlay import Overlay, moved_on, overlaid
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.problem import Problem, did_you_mean
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import KeyPath, read_yaml

FOLDER = "cameras/overlays"
ENDING = ".yaml"
_OF_THE_FILE = Camera.model_fields.keys() - Overlay.model_fields.keys()


@dataclass(frozen=True, kw_only=True, slots=True)
class OverlayAt:
    """An overlay and where it was written."""

    camera_id: str  # by the name of its file
    overlay: Overlay
    file: str  # e.g. cameras/overlays/cam-17.yaml
    lines: Mapping[KeyPath, int]  # of each key

    def line_of(self, key: str) -> int | None:
        """Return the line of one of its keys."""
        return self.lines.get((key,))


def read_overlay(path: Path, name: str) -> tuple[OverlayAt | None, list[Problem]]:
    """Read one overlay; None where something is wrong with it."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        what, cure = "cannot be read: it is no file", "Move it out of the folder."
        return None, [Problem(file=name, line=None, key="", what=what, cure=cure)]
    file = read_yaml(path, name)
    if file.problems and file.data is None:
        return None, list(file.problems)
    overlay, wrong = validate(Overlay, file.data, file=name, line_of=file.line_of)
    problems = [*file.problems, *(_belongs_elsewhere(one) for one in wrong)]
    if overlay is None or problems:
        return None, problems
    lines: dict[KeyPath, int] = {key: line for key, line in file.lines.items() if len(key) == 1}
    return OverlayAt(camera_id=Path(name).stem, overlay=overlay, file=name, lines=lines), []


def _belongs_elsewhere(problem: Problem) -> Problem:
    """Say where a key of a camera stands that no overlay may hold."""
    if problem.key not in _OF_THE_FILE:
        return problem
    what = "is not overlaid: what a camera is and how it is reached stands in its own file"
    return replace(problem, what=what, cure="Remove it here; write it in the camera's file.")


def laid_over(
    cameras: Sequence[CameraAt], overlays: Mapping[str, OverlayAt], known: Mapping[str, CameraAt]
) -> list[CameraAt]:
    """Return the cameras with what lies over them; those without an overlay are the same objects.

    `known`: what was returned before. Where neither file nor overlay has changed, it is returned again.
    """
    found = []
    for at in cameras:
        over = overlays.get(at.camera.id)
        if over is None or not over.overlay.parts:
            found.append(at)
            continue
        before = known.get(at.camera.id)
        if before is not None and before.base is at.camera and before.over is over:
            found.append(before)
            continue
        tuned = overlaid(at.camera, over.overlay)
        found.append(replace(at, camera=tuned, base=at.camera, over=over))
    return found


def doubts(cameras: Sequence[CameraAt], overlays: Mapping[str, OverlayAt]) -> list[Problem]:
    """Return warnings: an overlay of no camera, one that says nothing, one over what has changed since.

    `cameras`: as their own files have them.
    """
    by_id = {at.camera.id: at for at in cameras}
    found = []
    for camera_id, over in sorted(overlays.items()):
        at = by_id.get(camera_id)
        if at is None:
            free = by_id.keys() - overlays.keys()
            cure = did_you_mean(camera_id, free, "Bring the camera back, or remove the file.")
            if cure.startswith("Did"):
                cure += " Then rename the file; else remove it, or bring the camera back."
            what = f"no camera {camera_id} is in any file: it is kept, and in force for nothing"
            found.append(_warning(over.file, None, "", what, cure))
        elif not over.overlay.parts:
            found.append(_warning(over.file, None, "", "sets nothing", "Remove the file."))
        else:
            where = f"{at.file}:{at.line}" if at.line else at.file
            for part in moved_on(at.camera, over.overlay):
                what = f"{where} has changed its {part} since this was set: this stays in force"
                cure = f"Set it anew on the camera's page; or remove {part} here, to go back to the file."
                found.append(_warning(over.file, over.line_of(part), part, what, cure))
    return found


def _warning(file: str, line: int | None, key: str, what: str, cure: str) -> Problem:
    return Problem(file=file, line=line, key=key, what=what, cure=cure, level="warning")
