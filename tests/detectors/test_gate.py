from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.frame import Frame, FrameSource
from core.look import LookReason
from detectors.gate import ChangeGate, Gate, blocks_of, difference
from tests.builders import detections

START = datetime(2026, 11, 2, tzinfo=UTC)
RNG = np.random.default_rng(4)
STREET = np.repeat(np.repeat(RNG.integers(40, 200, (18, 32)), 20, axis=0), 20, axis=1).astype(np.float32)
NOTHING = detections()


def look(picture: np.ndarray, minutes: float = 0.0, *, noise: float = 2.0, camera_id: str = "cam-1") -> Frame:
    """A 640x360 look at a grey picture, with the noise of a sensor."""
    grey = np.clip(picture + RNG.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
    return Frame(
        camera_id=camera_id,
        look_id=f"look_{minutes}",
        taken_at=START + timedelta(minutes=minutes),
        reason=LookReason.PATROL,
        source=FrameSource.SNAPSHOT,
        image=np.repeat(grey[..., None], 3, axis=2),
    )


def with_heap(picture: np.ndarray, contrast: float = 40.0) -> np.ndarray:
    """The picture with something of 60x40 pixels in it."""
    changed = picture.copy()
    changed[200:240, 300:360] += contrast
    return changed


def knowing(*pictures: np.ndarray) -> ChangeGate:
    """A gate that has seen these pictures, a minute apart."""
    gate = ChangeGate(max_age_s=1800)
    for minute, picture in enumerate(pictures):
        gate.ran(look(picture, minute), NOTHING)
    return gate


def test_the_first_look_goes_to_the_detector() -> None:
    """Nothing to compare with, at first and after forgetting."""
    gate = ChangeGate(max_age_s=1800)
    assert gate.judge(look(STREET)) == (Gate.FIRST, None)
    gate.ran(look(STREET), NOTHING)
    assert gate.judge(look(STREET, 1))[0] is Gate.UNCHANGED
    gate.forget("cam-1")
    assert gate.judge(look(STREET, 2)) == (Gate.FIRST, None)
    gate.drop("cam-1")
    gate.drop("never-known")
    assert gate.judge(look(STREET, 3))[0] is Gate.FIRST


def test_noise_is_no_change_and_a_heap_is() -> None:
    """What was seen is recalled while the street is at rest; something of a tenth of its width is noticed."""
    gate = knowing(STREET)
    assert gate.judge(look(STREET, 1)) == (Gate.UNCHANGED, NOTHING)
    assert gate.judge(look(with_heap(STREET), 2)) == (Gate.CHANGED, None)


@pytest.mark.parametrize(("gain", "offset"), [(0.6, 0.0), (1.25, 5.0), (1.0, -25.0)])
def test_the_light_may_change(gain: float, offset: float) -> None:
    """Dusk, a cloud that is gone, another exposure: no change. A heap in that light is one."""
    gate = knowing(STREET)
    assert gate.judge(look(gain * STREET + offset, 1))[0] is Gate.UNCHANGED
    assert gate.judge(look(gain * with_heap(STREET) + offset, 2))[0] is Gate.CHANGED


def test_a_shadow_that_grows_softly_is_light() -> None:
    """Forty grey levels darker from left to right: no change."""
    falling = np.linspace(0, 40, STREET.shape[1], dtype=np.float32)
    assert knowing(STREET).judge(look(STREET - falling, 1))[0] is Gate.UNCHANGED


def test_somebody_who_passed_is_one_change_not_two() -> None:
    """He comes: a change. He is gone: the street has been seen without him."""
    gate = knowing(STREET)
    passing = look(with_heap(STREET), 1)
    assert gate.judge(passing)[0] is Gate.CHANGED
    gate.ran(passing, detections(("person", (0.46, 0.55, 0.56, 0.66), 0.9)))
    said, recalled = gate.judge(look(STREET, 2))
    assert (said, recalled) == (Gate.UNCHANGED, NOTHING)


def test_the_detector_runs_once_in_a_while() -> None:
    """After half an hour at rest it is AGED, and at rest again when the detector has run."""
    gate = knowing(STREET)
    assert gate.judge(look(STREET, 29.9))[0] is Gate.UNCHANGED
    old = look(STREET, 30)
    assert gate.judge(old)[0] is Gate.AGED
    gate.ran(old, NOTHING)
    assert gate.judge(look(STREET, 31))[0] is Gate.UNCHANGED


def test_leaves_become_usual_but_never_hide_a_car() -> None:
    """A place that flickers by 24 levels is known after some looks; sixty levels there are a change for ever."""
    gate = knowing(STREET)
    said = []
    for minute in range(1, 25):
        now = look(with_heap(STREET, 24.0 * (-1) ** minute), minute)
        said.append(gate.judge(now)[0])
        if minute % 8 == 0:  # now and then it is seen by the detector
            gate.ran(now, NOTHING)
    assert said[0] is Gate.CHANGED
    assert set(said[-4:]) == {Gate.UNCHANGED}
    assert gate.judge(look(with_heap(STREET, 60.0), 26))[0] is Gate.CHANGED


def test_what_the_rules_are_unsure_of_gets_another_try() -> None:
    """A heap that is not quite believed must not pass as what was always there; three looks on, it does."""
    gate = knowing(STREET)
    for minute in (1, 2, 3):
        heap = look(with_heap(STREET), minute)
        assert gate.judge(heap)[0] is Gate.CHANGED
        gate.ran(heap, NOTHING, unsure=True)
    last = look(with_heap(STREET), 4)
    assert gate.judge(last)[0] is Gate.CHANGED
    gate.ran(last, NOTHING, unsure=True)
    assert gate.judge(look(with_heap(STREET), 5))[0] is Gate.UNCHANGED
    other = look(with_heap(STREET, -40), 6)
    assert gate.judge(other)[0] is Gate.CHANGED
    gate.ran(other, NOTHING, unsure=True)  # another thing, that counts anew
    assert gate.judge(look(with_heap(STREET, -40), 7))[0] is Gate.CHANGED


def test_tries_of_one_change_are_not_another_one_s() -> None:
    """Somebody passed twice and was not believed; what comes to stay has all its tries, also after forgetting."""
    gate = knowing(STREET)
    for minute in (1, 3):
        gate.ran(look(with_heap(STREET), minute), NOTHING, unsure=True)
        assert gate.judge(look(STREET, minute + 1))[0] is Gate.UNCHANGED
    gate.ran(look(with_heap(STREET), 5), NOTHING, unsure=True)
    gate.ran(look(with_heap(STREET), 6), NOTHING, unsure=True)
    gate.forget("cam-1")
    for minute in (7, 8, 9):
        gate.ran(look(with_heap(STREET), minute), NOTHING, unsure=True)
        assert gate.judge(look(with_heap(STREET), minute + 1))[0] is Gate.FIRST
    gate.ran(look(with_heap(STREET), 10), NOTHING, unsure=True)
    assert gate.judge(look(with_heap(STREET), 11))[0] is Gate.UNCHANGED


def test_a_clock_that_was_set_back_does_not_stop_the_age() -> None:
    """What was seen in the future is as good as too old: the detector runs, and its picture has the new time."""
    gate = knowing(STREET)
    assert gate.judge(look(STREET, -60))[0] is Gate.AGED
    gate.ran(look(STREET, -60), NOTHING)
    assert gate.judge(look(STREET, -59))[0] is Gate.UNCHANGED


def test_memory_is_bounded() -> None:
    """However often the detector runs, three pictures are kept."""
    gate = knowing(*[with_heap(STREET, 10.0 * i) for i in range(8)])
    assert len(gate.places["cam-1"].seen) == 3


@given(st.floats(0.4, 2.5), st.floats(-20, 20))
def test_light_is_taken_out_wholly(gain: float, offset: float) -> None:
    """Any gain and offset leaves nothing, to a tenth of a grey level."""
    reference = RNG.uniform(40, 90, (18, 32)).astype(np.float32)
    assert difference((gain * reference + offset).astype(np.float32), reference[None]).max() < 0.1


def test_a_picture_of_one_tone_is_compared_too() -> None:
    """Nothing to fit the light by: no division by zero, and something new in it is seen."""
    flat = np.full((18, 32), 30, np.float32)
    assert difference(flat, flat[None]).max() == 0
    spot = flat.copy()
    spot[9, 9] = 60
    assert difference(spot, flat[None])[0, 9, 9] > 25


def test_blocks_come_from_the_small_picture_where_there_is_one() -> None:
    """The looker's 128x72 picture gives what the gate would have made of the large one."""
    frame = look(STREET, noise=0)
    made = blocks_of(frame)
    given_small = Frame(
        camera_id="cam-1",
        look_id="look_1",
        taken_at=START,
        reason=LookReason.PATROL,
        source=FrameSource.SNAPSHOT,
        image=frame.image,
        small=np.repeat(np.repeat(STREET[::20, ::20], 4, axis=0), 4, axis=1).astype(np.uint8),
    )
    assert made.shape == (18, 32)
    assert np.abs(made - blocks_of(given_small)).max() < 1


def test_each_reference_is_compared_as_if_alone() -> None:
    """Three references at once give what each gives by itself."""
    rng = np.random.default_rng(5)
    now = rng.uniform(0, 255, (18, 32)).astype(np.float32)
    before = rng.uniform(0, 255, (3, 18, 32)).astype(np.float32)
    alone = np.concatenate([difference(now, one[None]) for one in before])
    assert np.allclose(difference(now, before), alone, atol=1e-3)
