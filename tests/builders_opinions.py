"""Builders of second opinions: questions, and somebody to ask who answers by script."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np

from core.config.profile import Profile
from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Frame
from core.geometry import Box
from core.opinion import Opinion, Says
from core.reason import Reason
from core.sighting import Sighting
from gridwatch.opinions.question import Answer, Question
from tests.builders import detections, frame, profile
from tests.builders_desk import sighting

CROWD: dict[str, Any] = {
    "id": "crowd",
    "kind": "crowd",
    "matter": "crowding",
    "classes": ["person"],
    "count": 10,
}


def opinion(says: Says = Says.DISAGREES, *, acts: bool = True) -> Opinion:
    """Build an opinion."""
    return Opinion(
        says=says, confidence=0.75, by="tile test 1", reason=Reason.text(f"said {says.value}"), acts=acts
    )


def question(
    *rows: Any,
    box: tuple[float, float, float, float] = (0.45, 0.45, 0.55, 0.55),
    size: tuple[int, int] = (1280, 720),
    rule: Profile | None = None,
    **changes: Any,
) -> Question:
    """Build a question about a heap in the middle of a grey picture; `rows` are the live detections."""
    image = np.full((size[1], size[0], 3), 127, np.uint8)
    seen: Sighting = sighting(box=None, **changes)
    told = (rule or profile()).rules[0]
    return Question(
        frame=frame(image=image),
        detections=detections(*rows, size=size),
        sighting=_boxed(seen, box),
        rule=told,
    )


def _boxed(seen: Sighting, box: tuple[float, float, float, float]) -> Sighting:
    from dataclasses import replace

    return replace(seen, box=Box.of(box))


class Asker:
    """Answers by script: a verdict, an error to raise, or seconds to be slow."""

    name = "script"

    def __init__(self, *script: Says | Exception | float) -> None:
        self.script = list(script)
        self.asked: list[Question] = []
        self.closed = False

    async def ask(self, question: Question) -> Answer:
        """Give what is next."""
        self.asked.append(question)
        entry = self.script.pop(0)
        if isinstance(entry, Exception):
            raise entry
        if isinstance(entry, float):
            await asyncio.sleep(entry)
            entry = Says.AGREES
        return Answer(says=entry, confidence=0.8, reason=Reason.text(f"said {entry.value}"))

    async def close(self) -> None:
        """Note it."""
        self.closed = True


class SeesOnce:
    """A detector that finds the same in every picture, and notes the pictures."""

    def __init__(self, found: Detections | GridwatchError) -> None:
        self.found = found
        self.shown: list[Frame] = []

    async def detect(self, shown: Frame) -> Detections:
        """Return what it was told to find."""
        self.shown.append(shown)
        if isinstance(self.found, GridwatchError):
            raise self.found
        return self.found
