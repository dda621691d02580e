from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.letterbox import Letterbox, inputs, smallest


def test_wide_picture_lies_between_grey_bars() -> None:
    """1280x720 into 640x640: 360 rows of picture, 140 grey rows above and below; BGR becomes RGB 0..1."""
    image = np.zeros((720, 1280, 3), np.uint8)
    image[..., 0], image[..., 2] = 51, 255  # blue, red
    out = np.full((3, 640, 640), np.nan, np.float32)
    fit = Letterbox(size=(640, 640)).write(image, out)
    assert (fit.left, fit.top, fit.width, fit.height) == (0, 140, 640, 360)
    assert out[:, 320, 320].tolist() == pytest.approx([1.0, 0.0, 0.2])
    assert np.allclose(out[:, :140], 114 / 255)
    assert np.allclose(out[:, 500:], 114 / 255)


def test_yolox_lies_in_the_corner_as_bgr() -> None:
    """YOLOX: upper left corner, BGR, 0..255."""
    image = np.zeros((100, 50, 3), np.uint8)
    image[..., 0] = 200
    out = np.empty((3, 416, 416), np.float32)
    fit = Letterbox(size=(416, 416), centred=False, rgb=False, scale=1.0).write(image, out)
    assert (fit.left, fit.top, fit.width, fit.height) == (0, 0, 208, 416)
    assert out[:, 10, 10].tolist() == [200, 0, 0]
    assert out[:, 10, 300].tolist() == [114, 114, 114]


@given(
    width=st.integers(1, 3000), height=st.integers(1, 3000), size=st.sampled_from([(640, 640), (416, 320)])
)
def test_every_shape_fits_and_comes_back(width: int, height: int, size: tuple[int, int]) -> None:
    """Any picture lies inside of the input, touches two sides, and its corners map back to 0 and 1."""
    fit = Letterbox(size=size).fit(width, height)
    assert fit.left >= 0
    assert fit.top >= 0
    assert fit.left + fit.width <= size[0]
    assert fit.top + fit.height <= size[1]
    assert fit.width == size[0] or fit.height == size[1]
    whole = np.array([[fit.left, fit.top, fit.left + fit.width, fit.top + fit.height]], np.float32)
    assert fit.relative(whole).tolist() == [[0, 0, 1, 1]]


@settings(deadline=None)  # the first example imports ultralytics, which takes seconds
@given(width=st.integers(1, 2000), height=st.integers(1, 2000))
def test_lies_where_ultralytics_puts_it(width: int, height: int) -> None:
    """The same paddings and sizes as LetterBox(auto=False)."""
    augment = pytest.importorskip("ultralytics.data.augment", reason="the extra tune is not installed")
    theirs = augment.LetterBox((640, 640)).get_params({"img": np.empty((height, width, 3), np.uint8)})
    fit = Letterbox(size=(640, 640)).fit(width, height)
    assert (fit.left, fit.top) == (theirs["left"], theirs["top"])
    assert (fit.width, fit.height) == theirs["new_unpad"]


def test_inputs_of_usual_pictures() -> None:
    """A square input is cropped for HD, VGA and CIF; a wide one for VGA only; all are multiples of 32."""
    assert inputs((512, 512)) == ((512, 288), (512, 384), (512, 448), (512, 512))
    assert inputs((640, 384)) == ((480, 384), (512, 384), (640, 384))
    assert inputs((64, 32)) == ((64, 32),)


@given(width=st.integers(1, 2000), height=st.integers(1, 2000))
def test_the_smallest_input_keeps_the_scale(width: int, height: int) -> None:
    """Whatever the picture's shape, one of the inputs holds it as large as the whole input does."""
    whole = Letterbox(size=(512, 512)).fit(width, height)
    boxes = [Letterbox(size=size) for size in inputs((512, 512))]
    number = smallest(boxes, width, height)
    cropped = boxes[number].fit(width, height)
    assert number == 0 or Letterbox(size=boxes[number - 1].size).fit(width, height).height < whole.height
    assert (cropped.width, cropped.height) == (whole.width, whole.height)


def test_odd_shapes_do_not_pile_up() -> None:
    """A stream of ever new picture shapes keeps a bounded number of buffers."""
    box = Letterbox(size=(64, 32))
    out = np.empty((3, 32, 64), np.float32)
    for width in range(1, 40):
        box.write(np.zeros((40, width, 3), np.uint8), out)
    assert len(box._planes) <= 8
