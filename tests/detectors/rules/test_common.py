from __future__ import annotations

import pytest

from core.config.camera import Zone
from core.geometry import Box
from detectors.rules.common import group_box, instant, plural, sift, too_long_ago, within
from tests.builders import at, detections, profile

RULE = profile(
    {"id": "w", "kind": "dwell", "matter": "m", "classes": ["waste", "car"], "min_confidence": 0.4,
     "min_box": 0.01, "max_box": 0.5}
).rules[0]  # fmt: skip


def test_sift_counts_what_it_leaves_out() -> None:
    """One sure heap stays; a faint one, a speck and a giant are counted, a person is none of our business."""
    sifted = sift(
        RULE,
        detections(
            ("waste", [0.1, 0.1, 0.3, 0.3], 0.9),
            ("waste", [0.1, 0.1, 0.3, 0.3], 0.25),
            ("waste", [0.1, 0.1, 0.3, 0.3], 0.1),
            ("waste", [0.1, 0.1, 0.11, 0.11], 0.9),
            ("car", [0, 0, 1, 1], 0.9),
            ("person", [0.1, 0.1, 0.3, 0.3], 0.9),
        ),
    )
    assert (len(sifted.sure), len(sifted.faint)) == (1, 1)
    assert (sifted.found, sifted.too_faint, sifted.wrong_size) == (5, 2, 2)


def test_standing_things_count_by_their_foot_lying_ones_also_by_area() -> None:
    """A heap whose lower edge leaves the zone is in it by area; a car is not."""
    zone = Zone(id="z", kind="any", polygon=((0, 0), (1, 0), (1, 0.5), (0, 0.5)))
    box = [0.2, 0.3, 0.4, 0.55]
    names = [name for _, _, name in within(detections(("waste", box, 0.9), ("car", box, 0.9)), zone)]
    assert names == ["waste"]


def test_group_box() -> None:
    """Around all of them; none around nothing."""
    two = detections(("person", [0.25, 0.5, 0.5, 0.75], 0.9), ("person", [0.125, 0.625, 0.25, 0.875], 0.9))
    assert group_box(two) == Box(x0=0.125, y0=0.5, x1=0.5, y1=0.875)
    assert group_box(detections()) is None


@pytest.mark.parametrize(
    ("classes", "key"),
    [
        (("person",), "persons"),
        (("bus",), "buses"),
        (("car", "truck"), "vehicles"),
        (("car", "person"), "things"),
    ],
)
def test_plural_keys_have_words(classes: tuple[str, ...], key: str) -> None:
    """Each key is told in two languages."""
    from core.words.names import LABELS

    assert plural(classes) == key
    assert LABELS[key][0]
    assert LABELS[key][1]


def test_instants_survive_the_way_through_seconds() -> None:
    """Microseconds are kept exactly."""
    assert instant(at(0.123457).timestamp()) == at(0.123457)


def test_candidates_wait_an_hour_or_their_own_time() -> None:
    """An hour without a look ends a candidate, unless it has to last longer by itself."""
    assert not too_long_ago(0, 3600, 600)
    assert too_long_ago(0, 3601, 600)
    assert not too_long_ago(0, 7000, 7200)
