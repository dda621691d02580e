"""Asks a detector on an enlarged tile around the box: the live model again, or a larger one.

A heap that fills 20 of 640 input pixels fills 80 in a tile: what was a blur with a score is looked at again
with the resolution that the camera has and the whole picture's input had no room for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from core.config.profile import DwellRule
from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Frame
from core.geometry import Box
from core.look import LookReason
from core.opinion import Says
from core.reason import Fact, Reason
from gridwatch.opinions.crop import tile_around
from gridwatch.opinions.question import Answer, Question, Unanswered

GAIN = 1.25  # a tile that makes things less than this much larger shows the same picture again
SAME_IOU = 0.2  # the same thing, seen at another scale, has a box that overlaps by this ...
SAME_SHARE = 0.5  # ... or covers or fills this share of the smaller one
FAINT = 0.5  # share of the rule's confidence below which a box says nothing
NEARLY = 0.7  # share of the rule's number below which a count disagrees; between the two it cannot tell


class Sees(Protocol):
    """What finds boxes in frames."""

    async def detect(self, frame: Frame) -> Detections:
        """Return what is in the frame."""
        ...


class TileAsker:
    """One detector that is shown tiles. `close` frees what this asker alone owns.

    `waited_for`: a look waits for the answer, so a full detector sheds patrol pictures first; in shadow none does,
    and a tile waits like any patrol picture.
    """

    def __init__(
        self,
        name: str,
        sees: Sees,
        *,
        enlarge: float,
        small_gain: float = GAIN,
        waited_for: bool = True,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.name = name
        self._sees = sees
        self._enlarge = enlarge
        self._small_gain = small_gain
        self._reason = LookReason.CONFIRM if waited_for else LookReason.PATROL
        self._close = close

    async def ask(self, question: Question) -> Answer:
        """Return what the detector finds in the tile; raises Unanswered when it has no room for the picture."""
        width, height = question.frame.size
        tile = tile_around(question.box, width=width, height=height, enlarge=self._enlarge)
        if tile.gain < self._small_gain:
            return _answer(Says.CANNOT_TELL, 0.0, "opinion.no_gain", {"gain": round(tile.gain, 2)})
        shown = replace(question.frame, image=tile.cut(question.frame.image), reason=self._reason, jpeg=None)
        try:
            found = await self._sees.detect(shown)
        except GridwatchError as error:
            raise Unanswered(Reason(code="opinion.failed", facts={"detail": str(error)[:200]})) from error
        return judged(question, found, tile.inside(question.box), gain=tile.gain)

    async def close(self) -> None:
        """Free the detector, where it is this asker's own."""
        if self._close is not None:
            await self._close()


def judged(question: Question, found: Detections, box: Box, *, gain: float) -> Answer:
    """Return what detections in a tile say. `box`: where the thing is in the tile. Pure."""
    classes = question.rule.classes
    if not set(classes) & set(found.names):
        facts: dict[str, Fact] = {"classes": ", ".join(classes)}
        return _answer(Says.CANNOT_TELL, 0.0, "opinion.unknown_class", facts)
    if isinstance(question.rule, DwellRule):
        return _still(question, found, box, gain)
    return _counted(question, found, box)


def _still(question: Question, found: Detections, box: Box, gain: float) -> Answer:
    """One thing at one place: there, faint or not there."""
    scores = [score for one, score, _ in found.of(question.rule.classes) if _same(box, one)]
    best, least = max(scores, default=0.0), question.rule.min_confidence
    facts: dict[str, Fact] = {"label": question.label, "score": best, "least": least, "gain": round(gain, 1)}
    if best >= least:
        return _answer(Says.AGREES, best, "opinion.found", facts)
    if best >= FAINT * least:
        return _answer(Says.CANNOT_TELL, best, "opinion.faint", facts)
    return _answer(Says.DISAGREES, 1.0 - best, "opinion.not_found", facts)


def _counted(question: Question, found: Detections, box: Box) -> Answer:
    """Many things in one area: enough, nearly enough or too few."""
    rule = question.rule
    count = sum(1 for one, _, _ in found.of(rule.classes, rule.min_confidence) if _stands_in(one, box))
    share = count / question.least
    facts: dict[str, Fact] = {"label": question.label, "count": count, "least": question.least}
    if share >= 1:
        return _answer(Says.AGREES, 1.0, "opinion.counted", facts)
    if share >= NEARLY:
        return _answer(Says.CANNOT_TELL, share, "opinion.nearly", facts)
    return _answer(Says.DISAGREES, 1.0 - share, "opinion.too_few", facts)


def _answer(says: Says, confidence: float, code: str, facts: dict[str, Fact]) -> Answer:
    return Answer(says=says, confidence=round(confidence, 4), reason=Reason(code=code, facts=facts))


def _same(box: Box, other: Box) -> bool:
    return box.iou(other) >= SAME_IOU or box.overlap(other) >= SAME_SHARE


def _stands_in(one: Box, area: Box) -> bool:
    x, y = one.foot
    return area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1 + 0.01
