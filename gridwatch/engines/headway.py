"""How many looks may start so that the detector's room holds the pictures they will bring. Pure.

A picture for which there is no room was fetched in vain, and its camera must be looked at again. What is under way is
counted with the share of looks that went to the detector lately: behind a change gate most do not. A look that has
taken long is not counted: a camera that does not answer brings no picture, and must not keep others from being looked
at.
"""

from __future__ import annotations

import math

YOUNG_S = 1.0  # a camera that answers has done so by then
_WEIGHT = 0.02  # of a look in the share: some fifty looks, half a second of a large fleet
_LEAST = 0.05  # of the share: after a quiet night a change of light may ask the detector everywhere


class Headway:
    """Told of every look that begins and ends; seconds are those of `Clock.monotonic`."""

    def __init__(self, room: int) -> None:
        """`room`: pictures that may wait for the detector."""
        self._room = room
        self._young: dict[str, float] = {}  # when looks under way began, by camera; the oldest first
        self._share = 1.0  # of the looks that ended, weighed by age, how many went to the detector

    def begun(self, camera_id: str, now: float) -> None:
        """A look has begun."""
        self._young.pop(camera_id, None)
        self._young[camera_id] = now

    def ended(self, camera_id: str, *, detected: bool) -> None:
        """A look is over; `detected`: its picture went to the detector, or was turned away there."""
        self._young.pop(camera_id, None)
        self._share += _WEIGHT * (detected - self._share)

    def free(self, now: float, waiting: int) -> int:
        """Return how many looks may start while `waiting` pictures wait."""
        while self._young and now - next(iter(self._young.values())) > YOUNG_S:
            del self._young[next(iter(self._young))]
        # What waits is mostly young too and counts twice: that room is for looks that take longer than they should.
        share = max(_LEAST, self._share)
        room = max(0, self._room - waiting)
        # n looks bring n p pictures, give or take sqrt(n p (1 - p)): the largest n that leaves room for two of these.
        spare = math.sqrt(1 - share)
        pictures = (math.sqrt(1 - share + room) - spare) ** 2
        # Rounded: by the floor a room of 1 would let nobody in while the share is not quite 1.
        return max(0, round(pictures / share) - len(self._young))
