"""A view is learned, found again, and kept small."""

from __future__ import annotations

import json

import cv2
import numpy as np

from ingest.view import COLUMNS, HEIGHT, ROWS, WIDTH, View, begin, compare, edge_map, find_tiles, learn

RNG = np.random.default_rng(4)


def scene(seed: int) -> np.ndarray:
    """A grey street of rectangles, 640 x 360."""
    rng = np.random.default_rng(seed)
    grey = np.full((360, 640), 120, np.uint8)
    for _ in range(60):
        x, y, w, h = rng.integers([0, 0, 20, 20], [600, 330, 160, 120])
        cv2.rectangle(grey, (int(x), int(y)), (int(x + w), int(y + h)), int(rng.integers(30, 220)), -1)
    return cv2.GaussianBlur(grey, (0, 0), 1)


def noisy(grey: np.ndarray) -> np.ndarray:
    """The same with sensor noise."""
    return np.clip(grey + RNG.normal(0, 3, grey.shape), 0, 255).astype(np.uint8)


def learned(grey: np.ndarray, looks: int = 12) -> View:
    """A view of `looks` looks."""
    view = begin(edge_map(noisy(grey)))
    for _ in range(looks - 1):
        edges = edge_map(noisy(grey))
        view = learn(view, edges, find_tiles(view, edges))
    return view


def share(view: View, grey: np.ndarray) -> float:
    """Share of the view found in a picture."""
    likeness = compare(view, find_tiles(view, edge_map(grey)))
    assert likeness is not None
    return likeness.share


def test_the_same_view_is_found_in_other_light_and_another_is_not():
    """Darker, brighter, inverted, swaying: the same. Another street, mirrored, moved: not."""
    street = scene(1)
    view = learned(street)
    assert share(view, noisy(street)) > 0.9
    assert share(view, noisy((street * 0.3).astype(np.uint8))) > 0.7
    assert share(view, 255 - street) > 0.9
    assert share(view, np.roll(street, 8, axis=1)) > 0.8
    assert share(view, scene(2)) < 0.25
    assert share(view, street[:, ::-1].copy()) < 0.25
    assert share(view, np.roll(street, 200, axis=1)) < 0.25


def test_nothing_is_said_too_early_or_of_a_plain_place():
    """Few looks, or few tiles with anything in them: no opinion."""
    street = scene(1)
    young = learned(street, looks=3)
    assert compare(young, find_tiles(young, edge_map(street))) is None
    fog = learned(np.full((360, 640), 180, np.uint8))
    assert compare(fog, find_tiles(fog, edge_map(street))) is None


def test_what_moves_is_not_steady():
    """Tiles that differ in every look are not asked."""
    street = scene(1)
    view = begin(edge_map(street))
    for seed in range(12):
        busy = street.copy()
        busy[180:] = scene(100 + seed)[180:]
        edges = edge_map(busy)
        view = learn(view, edges, find_tiles(view, edges))
    assert view.steady.shape == (ROWS, COLUMNS)
    assert view.steady[:2].mean() > 2 * view.steady[3:].mean()


def test_json_is_small_and_keeps_the_view():
    """About 2 kB; the view read back finds the same street; garbage is no view."""
    street = scene(1)
    view = learned(street)
    text = json.dumps(view.to_json())
    assert len(text) < 4000
    again = View.from_json(json.loads(text))
    assert again is not None
    assert again.edges.shape == (HEIGHT, WIDTH)
    assert again.looks == view.looks
    assert share(again, noisy(street)) > 0.9
    for garbage in (
        None,
        {},
        {"edges": "AAAA", "steady": "", "looks": 1},
        {"edges": 3, "steady": 4, "looks": None},
    ):
        assert View.from_json(garbage) is None
