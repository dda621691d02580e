"""Box sets: pixel boxes, file names, mistakes in one error."""

from __future__ import annotations

import pytest

from gridwatch.workbench.labels.boxes import (
    LabelledPicture,
    Read,
    picture_of,
    pixels,
    relative_box,
    safe_name,
)
from gridwatch.workbench.model.labels import BadDataSet
from tests.builders_labels import box_set, labelled


def test_pixels_become_shares_and_back() -> None:
    """The same box in both ways of writing it."""
    box = relative_box((64, 36, 320, 180), 640, 360)
    assert box == (0.1, 0.1, 0.5, 0.5)
    assert not isinstance(box, str)
    one = labelled("a.jpg", (0, box))
    assert pixels(one.labels[0], one) == (64, 36, 320, 180)


@pytest.mark.parametrize(
    ("corners", "told"),
    [
        ((10, 10, 10, 20), "no size"),
        ((10, 10, 700, 20), "reaches out"),
        ((float("nan"), 0, 1, 1), "no number"),
        ((640, 10, 641, 20), "at the edge"),
    ],
)
def test_an_impossible_box_says_what_to_do(corners: tuple[float, ...], told: str) -> None:
    """Empty, outside, not a number: each has its cure."""
    wrong = relative_box(corners, 640, 360)
    assert isinstance(wrong, str)
    assert told in wrong


def test_an_edge_within_a_pixel_is_cut() -> None:
    """Tools round; half a pixel outside is no mistake."""
    assert relative_box((-0.5, 0, 640.5, 360), 640, 360) == (0, 0, 1, 1)


@pytest.mark.parametrize("name", ["../a.jpg", "/a.jpg", "a/../../b.jpg", "C:\\a.jpg", "", "..\\a.jpg"])
def test_a_file_name_may_not_lead_out_of_its_folder(name: str) -> None:
    """A label file from elsewhere must not read or write other files."""
    assert safe_name(name) is None


def test_a_file_name_of_windows_is_a_path_here() -> None:
    """Backslashes become slashes."""
    assert safe_name("day\\a.jpg") == "day/a.jpg"


def test_all_mistakes_are_one_error() -> None:
    """Whoever wants only good boxes hears of all mistakes at once."""
    assert Read(boxes=box_set(), problems=(), left_out={}).good() == box_set()
    with pytest.raises(BadDataSet, match="one\ntwo"):
        Read(boxes=box_set(), problems=("one", "two"), left_out={}).good()


@pytest.mark.parametrize("name", [".", "", "a\0.jpg", "\ud800.jpg"])
def test_a_name_that_no_file_has_is_none(name: str) -> None:
    """A dot, a NUL and half of a surrogate pair are no file below the folder."""
    assert safe_name(name) is None


def test_a_coordinate_of_any_size_is_told() -> None:
    """Whole numbers of JSON know no bounds."""
    assert "no number" in str(relative_box((0, 0, 10**400, 5), 10, 10))


@pytest.mark.parametrize(
    ("name", "width", "height", "told"),
    [
        ("../a.jpg", 64, 36, "is no path below the folder"),
        ("a.jpg", 0, 36, "a.jpg: width and height are needed"),
        ("a.jpg", 64, None, "width and height"),
        ("a.jpg", 64.5, 36, "width and height"),
        ("a.jpg", True, 36, "width and height"),
        ("a.jpg", float("nan"), 36, "width and height"),
        ("a.jpg", 10**400, 36, "width and height"),
    ],
)
def test_a_picture_needs_a_name_and_two_sides(name: str, width: object, height: object, told: str) -> None:
    """Whatever tool wrote it."""
    assert told in str(picture_of(name, width, height))


def test_whole_numbers_may_be_written_with_a_point() -> None:
    """Tools that know no integers do."""
    assert picture_of("day\\a.jpg", 64.0, 36) == LabelledPicture(
        file="day/a.jpg", width=64, height=36, labels=()
    )
