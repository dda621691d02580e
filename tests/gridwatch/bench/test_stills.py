from __future__ import annotations

import cv2
import numpy as np

from detectors.gate import difference
from gridwatch.bench.stills import AT_REST, Stills, streets

RNG = np.random.default_rng(1)
STREET = (
    RNG.integers(40, 200, (18, 32), np.uint8)
    .repeat(10, axis=0)
    .repeat(10, axis=1)[..., None]
    .repeat(3, axis=2)
)
OTHER = np.full_like(STREET, 230)


def stills(change_share: float) -> Stills:
    """Two streets, another picture every ten seconds."""
    return Stills([STREET, OTHER], change_share=change_share, every_s=10, seed=3)


def blocks(jpeg: bytes) -> np.ndarray:
    """What the change gate compares."""
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    return cv2.resize(grey, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)


def test_a_street_at_rest_differs_in_noise_alone() -> None:
    """No two looks are the same bytes, as with a real sensor, and no block differs by more than noise does."""
    pictures = [stills(0.0)("port-1", 10.0 * look) for look in range(40)]
    assert 2 <= len(set(pictures)) <= AT_REST
    assert max(difference(blocks(one), blocks(pictures[0])[None]).max() for one in pictures) < 3


def test_the_share_that_is_asked_for_shows_something_new() -> None:
    """Of many looks at many cameras, a fifth differs from the street at rest, by far more than noise."""
    shown = stills(0.2)
    rest = {blocks(stills(0.0)(f"port-{i}", 0.0)).tobytes(): i for i in range(2)}
    assert rest
    changed = 0
    for camera in range(20):
        calm = blocks(stills(0.0)(f"port-{camera}", 0.0))
        changed += sum(
            difference(blocks(shown(f"port-{camera}", 10.0 * look)), calm[None]).max() > 5
            for look in range(20)
        )
    assert 0.12 < changed / 400 < 0.28


def test_a_camera_shows_one_picture_a_period_and_the_same_again() -> None:
    """What is shown depends on camera, time and seed alone."""
    shown = stills(0.5)
    assert shown("port-1", 12.0) == shown("port-1", 19.9) == stills(0.5)("port-1", 15.0)
    assert len({shown("port-1", 10.0 * look) for look in range(20)}) > 5


def test_streets_have_the_size_that_is_asked_for_and_nothing_wrong_on_them() -> None:
    """Rendered pictures, at least one."""
    (street,) = streets(1, (320, 192))
    assert street.shape == (192, 320, 3)
    assert street.std() > 10
