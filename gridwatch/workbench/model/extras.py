"""Pictures made out of labelled ones: heaps pasted in, bad weather, small as from afar. Seeded, lazily made."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.frame import Image
from gridwatch.workbench.model import heaps, labels, weather
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.labels import Label
from gridwatch.workbench.model.media import picture


@dataclass(frozen=True, kw_only=True)
class Extras:
    """How many pictures to make out of those of the train part, beside the originals."""

    heaps: int = 120
    """With a heap of building waste pasted in (see `heaps`)."""
    worse: int = 160
    """At night, in rain, in haze or badly compressed (see `weather`)."""
    afar: int = 80
    """Four or nine in one, as small as a street camera sees things."""


def more(
    pictures: Sequence[Path], sprites: Path, wanted: Extras, seed: int
) -> Iterator[tuple[str, Image, list[Label]]]:
    """Yield (file name, picture, labels) of each extra picture; a heap that found no place is left out.

    Args:
        pictures: what they are made of; their labels, pseudo-labels included, are taken over.
        sprites: folder of labelme pictures that heaps are cut out of.
        wanted: how many.
        seed: the same seed makes the same pictures.
    """
    if not pictures:
        return
    rng = random.Random(f"extras {seed}")
    pieces = heaps.read_pieces(sprites) if wanted.heaps else ()
    for number in range(wanted.heaps):
        path = rng.choice(pictures)
        given = labels.read(path)
        pasted = heaps.paste(picture(path), given, pieces, rng, waste=CLASSES.index("waste"))
        if pasted is not None:
            yield f"heap_{number:04d}.jpg", pasted[0], [*given, pasted[1]]
    for number in range(wanted.worse):
        path = rng.choice(pictures)
        yield f"worse_{number:04d}.jpg", weather.worsened(picture(path), rng), labels.read(path)
    for number in range(wanted.afar):
        several = [rng.choice(pictures) for _ in range(rng.choice((4, 4, 9)))]
        image, given = weather.from_afar(
            [picture(one) for one in several], [labels.read(one) for one in several]
        )
        yield f"afar_{number:04d}.jpg", image, given
