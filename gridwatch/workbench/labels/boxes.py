"""A set of pictures with boxes, whatever file it came from. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gridwatch.workbench.model.labels import BadDataSet, Label

MOST_PIXELS = 1_000_000
"""Of a picture's side; JPEG ends at 65,535."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledPicture:
    """One picture and its boxes."""

    file: str  # path below the folder of pictures, with /
    width: int  # pixels
    height: int  # pixels
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxSet:
    """Pictures with boxes of named classes; file names are distinct."""

    names: Mapping[int, str]  # class name by number
    pictures: tuple[LabelledPicture, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What a reader made of a file."""

    boxes: BoxSet  # all that could be read
    problems: tuple[str, ...]  # every mistake: where, what is wrong, what to do
    left_out: Mapping[str, int]  # kinds of annotation that are no boxes, and how many

    def good(self) -> BoxSet:
        """Return the boxes.

        Raises:
            BadDataSet: naming every mistake.
        """
        if self.problems:
            raise BadDataSet("\n".join(self.problems))
        return self.boxes


def picture_of(name: str, width: object, height: object) -> LabelledPicture | str:
    """Return a picture without boxes yet, as a tool tells it, or what is wrong with that.

    Args:
        name: path below the folder of pictures.
        width: pixels; tools write whole numbers with a fraction of zero.
        height: pixels.
    """
    file = safe_name(name)
    if file is None:
        return f"name {name!r} is no path below the folder of pictures; correct it"
    wide, high = _side(width), _side(height)
    if wide is None or high is None:
        return f"{file}: width and height are needed, in pixels, from 1 to {MOST_PIXELS}"
    return LabelledPicture(file=file, width=wide, height=high, labels=())


def _side(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 1 <= given <= MOST_PIXELS:
        return None
    return int(given) if given == int(given) else None


def safe_name(file: str) -> str | None:
    """Return a picture's path with /, or None where it leads out of the folder of pictures."""
    path = PurePosixPath(file.replace("\\", "/"))
    if not path.name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return None
    if not file.isprintable():  # a NUL, half of a surrogate pair: no file system takes them
        return None
    return str(path)


def relative_box(
    corners: Sequence[float], width: float, height: float
) -> tuple[float, float, float, float] | str:
    """Return pixel corners (left, top, right, bottom) as shares of the picture, or what is wrong with them.

    Edges up to a pixel outside are cut: tools round.
    """
    left, top, right, bottom = corners
    if not all(abs(value) <= MOST_PIXELS for value in corners):  # nan is not either
        return "a coordinate is no number; draw the box again"
    if right <= left or bottom <= top:
        return "has no size; remove it or draw it again"
    if left < -1 or top < -1 or right > width + 1 or bottom > height + 1:
        return f"reaches out of the picture of {width:g} x {height:g}; cut it at the edge"
    box = (
        max(0.0, left) / width,
        max(0.0, top) / height,
        min(width, right) / width,
        min(height, bottom) / height,
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        return "lies at the edge without size; remove it"
    return box


def pixels(label: Label, picture: LabelledPicture) -> tuple[float, float, float, float]:
    """Return a label's left, top, right, bottom in pixels."""
    left, top, right, bottom = label.box
    return left * picture.width, top * picture.height, right * picture.width, bottom * picture.height
