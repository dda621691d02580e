"""The memory of detections: exact, honest about what it knows, and never a reason to fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.detection import Detections
from core.geometry import Box
from detectors.model import Thresholds
from detectors.tiles import Plan
from gridwatch.workbench.cache import LEAST, CachedDetector, least_of, packed, unpacked
from gridwatch.workbench.memory import Memory
from tests.builders import NAMES, detections
from tests.builders_detectors import model

FOUND = detections(
    ("person", (0.1, 0.1, 0.2, 0.4), 0.9),
    ("waste", (0.5, 0.5, 0.7, 0.6), 0.4),
    ("person", (0, 0, 0.1, 0.1), 0.1),
)


class Seeing:
    """Sees the same in every picture and counts."""

    def __init__(self, found: Detections = FOUND) -> None:
        self.found = found
        self.pictures = 0

    def detect(self, images: Sequence[Any], plans: Sequence[Any] = ()) -> list[Detections]:
        """Answer."""
        self.pictures += len(images)
        return [self.found for _ in images]


def picture(level: int) -> Any:
    """A small picture."""
    return np.full((6, 8, 3), level, np.uint8)


@pytest.fixture
def low() -> Seeing:
    """The detector with the low threshold."""
    return Seeing()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """An empty memory."""
    with closing(Memory(tmp_path / "seen.sqlite")) as one:
        yield one


@pytest.fixture
def cached(memory: Memory, low: Seeing) -> CachedDetector:
    """A detector behind it that tells what is 0.3 sure."""
    return remembering(memory, low)


def remembering(
    memory: Memory,
    low: Seeing,
    *,
    settings: str = "model a",
    least: float = 0.3,
    exact: Seeing | None = None,
    most: int = 300,
) -> CachedDetector:
    """A detector behind a memory."""
    by_class = dict.fromkeys(NAMES, least)
    return CachedDetector(
        low, exact or Seeing(), memory, names=NAMES, least=by_class, most=most, settings=settings
    )


def test_unsure_boxes_do_not_take_a_sure_one_s_place(memory: Memory) -> None:
    """The bound is of what is told: first what each class believes, then the surest, and what was cut is shed."""
    seen = detections(
        *(("waste", (0.1 * i, 0.1, 0.1 * i + 0.05, 0.2), 0.44) for i in range(4)),
        *(("person", (0.1 * i, 0.5, 0.1 * i + 0.05, 0.6), 0.35 - 0.01 * i) for i in range(3)),
    )
    by_class = {**dict.fromkeys(NAMES, 0.3), "waste": 0.45}
    detector = CachedDetector(
        Seeing(replace(seen, shed=5)), Seeing(), memory, names=NAMES, least=by_class, most=2, settings="x"
    )
    for _ in range(2):
        (told,) = detector.detect([picture(1)])
        assert told.scores.tolist() == pytest.approx([0.35, 0.34])
        assert told.shed == 1


def test_a_picture_that_was_seen_is_not_seen_again(
    cached: CachedDetector, low: Seeing, tmp_path: Path
) -> None:
    """In the same run and in the next one, and the answer is the same to the last bit."""
    first = cached.detect([picture(1), picture(2)])
    again = cached.detect([picture(2), picture(3), picture(1)])
    assert low.pictures == 3
    assert (cached.counters.known, cached.counters.seen) == (2, 3)
    assert np.array_equal(first[0].boxes, again[2].boxes)
    with closing(Memory(tmp_path / "seen.sqlite")) as later:
        remembering(later, low).detect([picture(1)])
    assert low.pictures == 3


def test_thresholds_are_applied_to_the_answer(cached: CachedDetector, memory: Memory, low: Seeing) -> None:
    """They are raised and lowered without the detector."""
    assert [name for *_, name in cached.detect([picture(1)])[0]] == ["person", "waste"]
    assert len(remembering(memory, low, least=LEAST).detect([picture(1)])[0]) == 3
    strict = remembering(memory, low, least=0.5)
    assert [name for *_, name in strict.detect([picture(1)])[0]] == ["person"]
    assert low.pictures == 1


def test_other_settings_are_other_entries(cached: CachedDetector, memory: Memory, low: Seeing) -> None:
    """Another model, or another size, has not seen the picture; nor has one with other tiles."""
    cached.detect([picture(1)])
    remembering(memory, low, settings="model b").detect([picture(1)])
    assert low.pictures == 2
    plan = Plan(tiles=(Box(x0=0, y0=0, x1=0.5, y1=0.5),), classes=frozenset({"person"}))
    exact = Seeing(detections(("person", (0, 0, 0.1, 0.1), 0.31)))
    tiled = remembering(memory, low, exact=exact)
    assert len(tiled.detect([picture(1)], [plan])[0]) == 1
    tiled.detect([picture(1), picture(1)], [plan, None])
    tiled.detect([picture(1)], [replace(plan, classes=frozenset({"waste"}))])
    assert (low.pictures, exact.pictures) == (2, 2)


def test_a_broken_entry_is_seen_anew_and_replaced(
    cached: CachedDetector, low: Seeing, tmp_path: Path
) -> None:
    """A flipped bit, a cut row, a foreign value: counted, never believed, never an error."""
    cached.detect([picture(1), picture(2), picture(3)])
    with closing(sqlite3.connect(tmp_path / "seen.sqlite")) as db, db:
        (one, two, three) = db.execute("SELECT key, entry FROM seen").fetchall()
        flipped = bytes([*one[1][:20], one[1][20] ^ 1, *one[1][21:]])
        for key, entry in ((one[0], flipped), (two[0], two[1][:9]), (three[0], "text")):
            db.execute("UPDATE seen SET entry = ? WHERE key = ?", (entry, key))
    again = cached.detect([picture(1), picture(2), picture(3)])
    assert [len(found) for found in again] == [2, 2, 2]
    assert (low.pictures, cached.counters.broken) == (6, 3)
    cached.detect([picture(1)])
    assert low.pictures == 6


def test_boxes_that_the_cap_cost_are_told_only_where_they_would_have_counted(memory: Memory) -> None:
    """A cap that was filled by unsure boxes sheds nothing for a rule that asks for sure ones."""
    low = Seeing(replace(FOUND, shed=5))
    assert remembering(memory, low).detect([picture(1)])[0].shed == 0
    assert remembering(memory, low, least=LEAST).detect([picture(1)])[0].shed == 5


def test_what_is_packed_is_unpacked() -> None:
    """Every column survives; what is none is refused."""
    told = unpacked(packed(replace(FOUND, shed=3)), NAMES)
    assert np.array_equal(told.boxes, FOUND.boxes)
    assert np.array_equal(told.scores, FOUND.scores)
    assert np.array_equal(told.labels, FOUND.labels)
    assert (told.shed, told.picture_size) == (3, (1280, 720))
    for wrong in (b"", b"x" * 40, None, packed(FOUND)[:-1]):
        with pytest.raises(ValueError, match=r"is no entry|is damaged"):
            unpacked(wrong, NAMES)


def test_a_memory_that_was_damaged_is_counted_and_costs_only_time(low: Seeing, tmp_path: Path) -> None:
    """The same answers, seen once more."""
    file = tmp_path / "seen.sqlite"
    with closing(Memory(file)) as memory:
        first = remembering(memory, low).detect([picture(1)])
    file.write_bytes(b"\xff" * 20_000)
    with closing(Memory(file)) as memory:
        cached = remembering(memory, low)
        again = cached.detect([picture(1)])
        assert (cached.counters.set_aside, cached.counters.seen, low.pictures) == (1, 1, 2)
    assert np.array_equal(first[0].boxes, again[0].boxes)


def test_the_models_own_thresholds_are_told_by_class() -> None:
    """They lie above what is kept, or nothing would be exact."""
    one = model(thresholds=Thresholds(confidence=0.25, per_class={"waste": 0.35}))
    assert least_of(one) == {"person": 0.25, "waste": 0.35}
    assert min(least_of(one).values()) >= LEAST
