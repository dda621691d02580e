"""The class list and the names that mean the same."""

from __future__ import annotations

import pytest

from gridwatch.workbench.model.classes import CLASSES, KEPT, LEARNED, mapping, our_name


def test_kept_and_learned_are_all_classes() -> None:
    """Every class is either taken over from COCO or learned, in the order of the outputs."""
    assert (*KEPT, *LEARNED) == CLASSES


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("garbage", "waste"),
        ("garbage_bin", "bin"),
        ("Garbage-Bin", "bin"),
        (" Overflow ", "overflow"),
        ("car", "car"),
    ],
)
def test_names_of_other_sets_are_understood(theirs: str, ours: str) -> None:
    """A data set's spelling does not hide a class."""
    assert our_name(theirs) == ours


def test_unknown_names_are_left_out() -> None:
    """A hard hat is none of our classes; the numbers of the others are kept."""
    assert mapping({0: "hard_hat", 3: "person", 4: "garbage"}) == {3: 0, 4: 6}


def test_mapping_follows_the_order_of_the_model() -> None:
    """The target numbers are those of the model at hand."""
    assert mapping(["garbage", "car"], classes=["waste", "person"]) == {0: 0}
