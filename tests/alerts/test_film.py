from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from alerts.film import WIDTH, Film
from tests.builders import detections, frame


def test_the_last_looks_of_a_watched_camera_are_at_hand():
    """Small, oldest first, the oldest dropped; of a camera that sees no live case none are kept."""
    film = Film(lambda camera_id: camera_id != "cam-9", shots=2)
    for seconds in (0, 60, 120):
        film.note(frame(seconds=seconds, camera_id="cam-1"), detections())
    film.note(frame(camera_id="cam-9"), detections())
    shots = film.shots(["cam-1", "cam-9", "cam-1"])
    assert [shot.taken_at for shot in shots] == [frame(seconds=60).taken_at, frame(seconds=120).taken_at]
    image = cv2.imdecode(np.frombuffer(shots[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape[1] <= WIDTH
    assert film.shot("cam-1", shots[0].look_id) == shots[0]
    assert film.shot("cam-1", "look-x") is None


def test_what_cannot_be_masked_is_in_no_strip():
    """Fails closed, and is counted."""
    film = Film(lambda _: True)
    film.note(frame(), replace(detections(), names=("waste",)))  # a model that knows no persons
    assert film.shots(["cam-1"]) == ()
    assert film.unmasked == 1


def test_the_strip_of_the_camera_not_looked_at_for_longest_goes():
    """Memory is bounded."""
    film = Film(lambda _: True, cameras=2)
    for camera_id in ("cam-1", "cam-2", "cam-1", "cam-3"):
        film.note(frame(camera_id=camera_id), detections())
    assert not film.shots(["cam-2"])
    assert film.shots(["cam-1"])
