"""From verdicts to a data set: cases → what each picture shows → pictures that may leave → YOLO folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from core.frame import Image
from core.incident import Picture
from gridwatch.workbench.feedback.album import Album, Print
from gridwatch.workbench.feedback.claims import LabelOf, Left, Shot, Shows, same_scene, shot_of
from gridwatch.workbench.feedback.folder import Folder
from gridwatch.workbench.feedback.reading import Case
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.duplicates import hashes, near
from gridwatch.workbench.model.labels import Label

LIMIT = 5000
"""Pictures in one set at most; what lies beyond is counted."""


class Labeller(Protocol):
    """Labels what no verdict is about (see `model.teacher.Teacher`), numbered as `model.classes.CLASSES`."""

    def label(self, image: Image, given: Sequence[Label] = ()) -> list[Label]:
        """Return the labels that `given` lacks."""
        ...


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What an export wrote."""

    yaml: Path
    cases: int  # incidents with a verdict
    pictures: int
    empty: int  # of these, with nothing of what was looked for: hard negatives
    boxes: Mapping[str, int]  # by class, of verdicts
    taught: int  # boxes added by the teacher
    parts: Mapping[str, int]  # pictures in train and val
    cameras: int
    left_out: Mapping[str, int]  # pictures, by reason

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {
            "yaml": str(self.yaml),
            "cases": self.cases,
            "pictures": self.pictures,
            "empty": self.empty,
            "boxes": dict(self.boxes),
            "taught": self.taught,
            "parts": dict(self.parts),
            "cameras": self.cameras,
            "left_out": dict(self.left_out),
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """What is known, before any picture is read."""

    cases: Sequence[Case]  # with a verdict
    around: Sequence[Case]  # every case of their cameras: what else a picture shows
    label_of: LabelOf  # tells the detector class behind a view
    names: Sequence[str]  # the detector's classes, in its order


def export(
    material: Material,
    album: Album,
    out: Path,
    *,
    masked: bool,
    teacher: Labeller | None = None,
    base: Path | None = None,
    limit: int = LIMIT,
    progress: Callable[[float], None] = lambda _done: None,
) -> Exported:
    """Write the pictures of cases as a YOLO data set into `out`.

    Args:
        material: the cases.
        album: gives the pictures.
        out: new or empty folder.
        masked: whether the album masks; told in the manifest.
        teacher: labels persons and vehicles, or None.
        base: data.yaml of a set to be trained on together, or None.
        limit: pictures at most.
        progress: told how many cases are done.

    Raises:
        BadDataSet: `out` is not empty, or `base` has other classes.
        EvidenceError: a view cannot be recorded, or the disk does not give a picture.
    """
    cases, names = material.cases, material.names
    folder = Folder(out, names)
    left: Counter[Left] = Counter()
    boxes: Counter[str] = Counter()
    scenes: dict[str, list[tuple[Shot, tuple[int, int]]]] = {}
    beside: dict[str, list[Case]] = {}
    for case in material.around:
        for camera in case.incident.cameras:
            beside.setdefault(camera, []).append(case)
    written = empty = taught = 0
    for number, case in enumerate(cases):
        progress(number)
        for one in _shots(case, beside, material.label_of, ordinary=teacher is not None):
            found = album.take(one.picture) if isinstance(one, Shot) and written < limit else one
            if isinstance(found, Left):
                left[found] += 1
            elif not isinstance(found, Print):
                left[Left.TOO_MANY] += 1
            elif isinstance(one, Shot) and _new(scenes, one, found.image):
                given = _labels(one, names)
                more = _renumbered(teacher.label(found.image, _known(one)), names) if teacher else []
                row = _row(one, found, masked=masked, teacher=teacher is not None)
                folder.add(
                    found.jpeg,
                    [*given, *more],
                    name=_name(one.picture, case),
                    camera=one.picture.camera_id,
                    row=row,
                )
                written += 1
                empty += not given
                taught += len(more)
                boxes.update(names[label.name] for label in given)
            else:
                left[Left.SAME_SCENE] += 1
    progress(len(cases))
    path, parts = folder.finish(base)
    return Exported(
        yaml=path,
        cases=len(cases),
        pictures=written,
        empty=empty,
        boxes=boxes,
        taught=taught,
        parts=parts,
        cameras=len(scenes),
        left_out={reason.value: left[reason] for reason in Left if left[reason]},
    )


def _name(picture: Picture, case: Case) -> str:
    """Return a file name that tells people whose picture it is, is the same in every export, and is no other's.

    Within one second a camera gives several pictures to an incident: the one before and the latest, or two looks.
    """
    mark = hashlib.sha256(picture.raw_key.encode()).hexdigest()[:8]
    return f"{picture.camera_id}-{picture.taken_at:%Y%m%dT%H%M%S}-{case.incident.id}-{mark}"


def _shots(
    case: Case, beside: Mapping[str, Sequence[Case]], label_of: LabelOf, *, ordinary: bool
) -> Iterator[Shot | Left]:
    for picture in case.incident.pictures:
        yield shot_of(picture, case, beside.get(picture.camera_id, ()), label_of, ordinary=ordinary)


def _new(scenes: dict[str, list[tuple[Shot, tuple[int, int]]]], shot: Shot, image: Image) -> bool:
    """Whether the camera has brought no such picture yet; remembers it."""
    known = scenes.setdefault(shot.picture.camera_id, [])
    mine = hashes(image)
    if known and any(
        alike and same_scene(other, shot)
        for alike, (other, _) in zip(near([mine], [pair for _, pair in known])[0], known, strict=True)
    ):
        return False
    known.append((shot, mine))
    return True


def _labels(shot: Shot, names: Sequence[str]) -> list[Label]:
    return [
        Label(name=names.index(claim.label), box=claim.box.row)
        for claim in shot.claims
        if claim.shows is Shows.THERE
    ]


def _known(shot: Shot) -> list[Label]:
    """Return the labels of a picture as the teacher numbers them; it only compares boxes."""
    return [Label(name=0, box=claim.box.row) for claim in shot.claims if claim.shows is Shows.THERE]


def _renumbered(found: Sequence[Label], names: Sequence[str]) -> list[Label]:
    return [
        Label(name=names.index(CLASSES[one.name]), box=one.box) for one in found if CLASSES[one.name] in names
    ]


def _row(shot: Shot, found: Print, *, masked: bool, teacher: bool) -> dict[str, Any]:
    first = shot.claims[0].case
    verdict = first.verdict
    assert verdict is not None  # noqa: S101 - shot_of takes no case without one
    return {
        "incident": first.incident.id,
        "verdict": verdict.said.value,
        "by": verdict.by.value,
        "who": verdict.who,
        "when": verdict.at.isoformat(),
        "why": verdict.why,
        "role": shot.picture.role,
        "taken_at": shot.picture.taken_at.isoformat(),
        "model": first.incident.facts.get("model", ""),
        "model_sha256": first.incident.facts.get("model_sha256", ""),
        "picture_sha256": shot.picture.sha256,
        "file_sha256": hashlib.sha256(found.jpeg).hexdigest(),
        "masked": masked,
        "teacher": teacher,
        "claims": [
            {
                "incident": claim.case.incident.id,
                "shows": claim.shows.value,
                "class": claim.label,
                "box": [round(value, 5) for value in claim.box.row],
            }
            for claim in shot.claims
        ],
    }
