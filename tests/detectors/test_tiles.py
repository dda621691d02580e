from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.config.camera import WHOLE_PICTURE, Zone
from core.config.profile import Rule, Tiles
from core.detection import Detections
from core.geometry import Box, inside
from detectors.tiles import Plan, covering, cut, join, plan_for
from tests.builders import detections, profile
from tests.builders_detectors import Row

WHOLE = WHOLE_PICTURE.polygon
HALVES = Plan(
    tiles=(Box(x0=0, y0=0, x1=0.6, y1=1), Box(x0=0.4, y0=0, x1=1, y1=1)), classes=frozenset({"person"})
)


def zone(zone_id: str, x0: float, y0: float, x1: float, y1: float) -> Zone:
    """Build an upright zone."""
    return Zone(id=zone_id, kind="any", polygon=((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


def rule(**changes: object) -> Rule:
    """Build a crowd rule that asks for tiles, two by two."""
    crowd = {
        "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 20, "tiles": {},
    }  # fmt: skip
    return profile(crowd | changes).rules[0]


def seen(tile: Box, *rows: Row) -> Detections:
    """Build what is seen in one tile; boxes are given in shares of the whole picture and cut by the tile."""
    size = np.array([tile.x1 - tile.x0, tile.y1 - tile.y0] * 2)
    low = np.array([tile.x0, tile.y0] * 2)
    return detections(
        *((name, np.clip((np.array(box) - low) / size, 0, 1).tolist(), score) for name, box, score in rows)
    )


def joined(
    whole: list[Row], left: list[Row], right: list[Row], *, max_boxes: int = 300
) -> list[tuple[str, list[float], float]]:
    """Join a whole look and those at the two halves; return name, box and score of what comes out."""
    parts = [seen(tile, *rows) for tile, rows in zip(HALVES.tiles, (left, right), strict=True)]
    found = join(detections(*whole), parts, HALVES, max_boxes)
    return [(name, [round(v, 3) for v in box.row], round(score, 3)) for box, score, name in found]


def test_the_whole_picture_in_two_by_two() -> None:
    """Four tiles with a fifth of each in common."""
    tiles = covering([WHOLE], Tiles(across=2, overlap=0.2))
    rows = [[round(v, 3) for v in tile.row] for tile in tiles]
    assert rows == [[0, 0, 0.556, 0.556], [0.444, 0, 1, 0.556], [0, 0.444, 0.556, 1], [0.444, 0.444, 1, 1]]
    assert len(covering([WHOLE], Tiles(across=3, overlap=0.25))) == 9
    assert len(covering([WHOLE], Tiles(across=8, overlap=0.05))) == 64


def test_only_tiles_that_touch_a_zone_are_looked_at() -> None:
    """A band across the far half is one row of tiles; two corners are two tiles, and nothing between them."""
    choice = Tiles(across=3, overlap=0.2)
    assert len(covering([zone("band", 0, 0.3, 1, 0.45).polygon], choice)) == 3
    corners = [zone("a", 0, 0, 0.1, 0.1).polygon, zone("b", 0.9, 0.9, 1, 1).polygon]
    assert len(covering(corners, choice)) == 2


def test_a_small_zone_is_one_tile_around_it() -> None:
    """With the zone in its middle and room for heads above it, moved back into the picture at its edge."""
    (tile,) = covering([zone("z", 0.4, 0.5, 0.6, 0.6).polygon], Tiles(across=2))
    assert tile.centre[0] == pytest.approx(0.5)
    assert tile.y0 < 0.5 - 0.2 * 0.5
    (tile,) = covering([zone("z", 0.9, 0.9, 1, 1).polygon], Tiles(across=2))
    assert (tile.x1, tile.y1) == (1, 1)


share = st.integers(0, 1000).map(
    lambda n: n / 1000
)  # not floats: inference libraries flush small ones to zero


@settings(max_examples=200, deadline=None)
@given(
    corners=st.lists(st.tuples(share, share), min_size=3, max_size=6),
    foot=st.tuples(share, share),
    across=st.integers(2, 6),
    overlap=st.sampled_from([0.05, 0.2, 0.35, 0.5]),
)
def test_whoever_stands_in_a_zone_is_whole_in_one_tile(
    corners: list[tuple[float, float]], foot: tuple[float, float], across: int, overlap: float
) -> None:
    """Any polygon, any foot in it: a body as large as the overlap lies in one tile from head to foot."""
    following = corners[1:] + corners[:1]
    twice_area = abs(sum(x * b - a * y for (x, y), (a, b) in zip(corners, following, strict=True)))
    assume(twice_area > 2e-6)  # a zone of less than a pixel is none
    choice = Tiles(across=across, overlap=overlap)
    tiles = covering([corners], choice)
    if not inside(np.array([foot]), corners)[0]:
        return
    size = overlap * choice.side
    body = Box.of((foot[0] - size / 2, foot[1] - size, foot[0] + size / 2, foot[1]))
    assert any(
        tile.x0 <= body.x0 + 1e-6
        and tile.y0 <= body.y0 + 1e-6
        and tile.x1 >= body.x1 - 1e-6
        and tile.y1 >= body.y1 - 1e-6
        for tile in tiles
    )


def test_a_plan_is_made_only_where_a_rule_asks_and_has_a_zone() -> None:
    """No wish, or a wish for zones that the camera has not: the whole picture alone."""
    plaza = zone("plaza", 0, 0.3, 1, 0.45)
    assert plan_for([(rule(tiles=None), [plaza])]) is None
    assert plan_for([(rule(), [])]) is None
    plan = plan_for([(rule(tiles={"across": 3}), [plaza]), (rule(id="other", tiles=None), [WHOLE_PICTURE])])
    assert plan is not None
    assert (len(plan.tiles), plan.cost, plan.left_out) == (3, 4, 0)
    assert plan.classes == {"person"}


def test_equal_wishes_share_their_tiles_and_others_add_theirs() -> None:
    """Two rules over one zone cost no more than one; another grid comes on top; classes add up."""
    plaza = zone("plaza", 0, 0.3, 1, 0.45)
    one = plan_for([(rule(), [plaza]), (rule(id="b", classes=["bicycle"]), [plaza])])
    two = plan_for([(rule(), [plaza]), (rule(id="b", tiles={"across": 4}), [plaza])])
    assert one is not None
    assert two is not None
    assert one.classes == {"person", "bicycle"}
    assert (len(one.tiles), len(two.tiles)) == (2, 6)


def test_the_bound_leaves_out_what_is_near_and_says_how_much() -> None:
    """Of nine tiles five may be: the lowest go, where people are large."""
    plan = plan_for([(rule(tiles={"across": 3, "most": 5}), [WHOLE_PICTURE])])
    assert plan is not None
    assert (len(plan.tiles), plan.left_out) == (5, 4)
    assert max(tile.y0 for tile in plan.tiles) < 0.5


def test_tiles_are_views_into_the_picture() -> None:
    """Cut in whole pixels, nothing copied, never empty, also of a picture of few pixels."""
    image = np.arange(90 * 160 * 3, dtype=np.uint8).reshape(90, 160, 3)
    left, right = cut(image, HALVES)
    assert (left.shape, right.shape) == ((90, 96, 3), (90, 96, 3))
    assert np.shares_memory(image, right)
    assert (right[0, 0] == image[0, 64]).all()
    assert all(view.size for view in cut(np.zeros((1, 1, 3), np.uint8), HALVES))


def test_one_person_in_three_views_is_one_person() -> None:
    """The whole look and both tiles see her, each a little elsewhere: the surest box stays."""
    person = joined(
        [("person", [0.45, 0.4, 0.55, 0.8], 0.5)],
        [("person", [0.455, 0.41, 0.555, 0.8], 0.9)],
        [("person", [0.45, 0.4, 0.55, 0.82], 0.7)],
    )
    assert person == [("person", [0.455, 0.41, 0.555, 0.8], 0.9)]


def test_a_box_lies_where_the_thing_is() -> None:
    """What only a tile sees is put into the picture at its place."""
    assert joined([], [], [("person", [0.7, 0.2, 0.8, 0.4], 0.6)]) == [("person", [0.7, 0.2, 0.8, 0.4], 0.6)]


def test_people_who_stand_behind_one_another_stay_two() -> None:
    """Half hidden behind another is no double: SAHI's measure (overlap over the smaller box) would lose one."""
    front, back = [0.2, 0.4, 0.3, 0.8], [0.25, 0.3, 0.35, 0.7]
    assert len(joined([], [("person", front, 0.9), ("person", back, 0.8)], [])) == 2
    child = [0.22, 0.6, 0.28, 0.8]
    assert len(joined([], [("person", front, 0.9), ("person", child, 0.8)], [])) == 2


def test_a_large_thing_stays_as_the_whole_picture_shows_it() -> None:
    """A near person over both tiles: each tile shows a part with more confidence, one whole box comes out."""
    near = [0.2, 0.1, 0.9, 1.0]
    parts = ("person", near, 0.95)
    assert joined([("person", near, 0.6)], [parts], [parts]) == [("person", near, 0.6)]


def test_parts_of_what_the_whole_picture_missed_become_one_box() -> None:
    """Seen in two tiles and cut by both: one box from end to end, not two persons."""
    wide = [0.2, 0.4, 0.9, 0.6]
    assert joined([], [("person", wide, 0.7)], [("person", wide, 0.8)]) == [("person", wide, 0.8)]


def test_two_cut_people_who_do_not_overlap_stay_two() -> None:
    """One at the edge of the left tile, another below her at the edge of the right one."""
    up, down = [0.55, 0.1, 0.65, 0.3], [0.35, 0.6, 0.45, 0.8]
    assert len(joined([], [("person", up, 0.7)], [("person", down, 0.8)])) == 2


def test_a_person_cut_by_one_tile_and_whole_in_the_other_is_one() -> None:
    """She stands on the left tile's edge: its half of her is no second person, though it is surer."""
    her = [0.56, 0.4, 0.66, 0.8]
    assert joined([], [("person", her, 0.9)], [("person", her, 0.6)]) == [("person", her, 0.6)]


def test_the_edge_of_the_picture_cuts_nothing() -> None:
    """A person at the picture's own edge is as whole in the tile as anywhere."""
    two: list[Row] = [("person", [0, 0.4, 0.08, 0.8], 0.9), ("person", [0, 0.55, 0.1, 0.9], 0.8)]
    assert len(joined([], two, [])) == 2


def test_other_classes_are_as_they_were() -> None:
    """A heap that only a tile sees is not taken, and two heaps of the whole look that overlap stay two."""
    heaps: list[Row] = [("waste", [0.1, 0.1, 0.3, 0.3], 0.9), ("waste", [0.12, 0.1, 0.32, 0.3], 0.8)]
    found = joined(heaps, [("waste", [0.4, 0.4, 0.5, 0.5], 0.9)], [])
    assert [name for name, _, _ in found] == ["waste", "waste"]


def test_boxes_are_bounded_and_what_was_shed_is_counted() -> None:
    """The cap holds for all views together; what the views shed themselves is added; surest first."""
    rows: list[Row] = [("person", [i / 20, 0.5, i / 20 + 0.04, 0.6], 0.5 + i / 100) for i in range(8)]
    whole = detections(*rows[:4])
    parts = [seen(HALVES.tiles[0], *rows[4:]), seen(HALVES.tiles[1])]
    found = join(whole, parts, HALVES, 5)
    assert (len(found), found.shed) == (5, 3)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_nothing_seen_anywhere() -> None:
    """No boxes in, no boxes out."""
    assert joined([], [], []) == []
