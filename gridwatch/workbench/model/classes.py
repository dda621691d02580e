"""The classes of the default model, and how other people's names and numbers map to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CLASSES: tuple[str, ...] = (
    "person",
    "bicycle",
    "car",
    "motorcycle",
    "bus",
    "truck",
    "waste",
    "bin",
    "overflow",
)
"""Names in the order of the model's outputs."""

KEPT: Mapping[str, int] = {"person": 0, "bicycle": 1, "car": 2, "motorcycle": 3, "bus": 5, "truck": 7}
"""Classes taken over from COCO, with their numbers in COCO's order of 80."""

LEARNED: tuple[str, ...] = ("waste", "bin", "overflow")
"""Classes that COCO does not have."""

ALIASES: Mapping[str, str] = {
    "garbage": "waste",
    "garbage_bin": "bin",
    "trash": "waste",
    "rubbish": "waste",
    "garbage pile": "waste",
    "waste pile": "waste",
    "trash_bin": "bin",
    "trash can": "bin",
    "garbage bin": "bin",
    "garbage overflow": "overflow",
    "motorbike": "motorcycle",
    "pedestrian": "person",
}
"""Names met in public data sets for the same things, in lower case."""


def our_name(name: str) -> str | None:
    """Return the class of ours that `name` means, or None where we have none."""
    plain = name.strip().lower()
    for candidate in (plain, plain.replace("-", "_"), plain.replace("_", " "), plain.replace(" ", "_")):
        if candidate in CLASSES:
            return candidate
        if candidate in ALIASES:
            return ALIASES[candidate]
    return None


def mapping(names: Mapping[int, str] | Sequence[str], classes: Sequence[str] = CLASSES) -> dict[int, int]:
    """Return {number in a data set: number in `classes`}; names that `classes` lacks are left out."""
    numbered = dict(names) if isinstance(names, Mapping) else dict(enumerate(names))
    found = {number: our_name(name) for number, name in numbered.items()}
    return {
        number: classes.index(name) for number, name in found.items() if name is not None and name in classes
    }
