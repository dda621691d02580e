from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.merging import Merging


@pytest.mark.parametrize("changes", [{"distance_m": -1}, {"distance_m": 501}, {"verify_give_up_s": 0}])
def test_what_is_out_of_bounds_is_refused(changes: dict[str, float]) -> None:
    """Views half a kilometre apart are never one incident; a proof gets some time."""
    with pytest.raises(ValidationError):
        Merging.model_validate(changes)


def test_the_first_verifying_look_comes_long_before_giving_up() -> None:
    """Otherwise nothing would ever be proven."""
    assert Merging().verify_s < Merging().verify_give_up_s / 100


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([["waste", "rubble"], ["rubble", "spoil"]], "named twice: rubble"),
        ([["waste"]], "alone in its group: waste"),
    ],
)
def test_kin_is_clear(groups: list[list[str]], told: str) -> None:
    """A matter in two groups would be kin to what is not kin to each other."""
    with pytest.raises(ValidationError, match=told):
        Merging.model_validate({"kindred": groups})


def test_kin_goes_both_ways() -> None:
    """Each names the other, itself first; who has no kin is alone."""
    merging = Merging.model_validate({"kindred": [["a", "b", "c"]]})
    assert merging.alike("b") == ("b", "a", "c")
    assert merging.alike("x") == ("x",)
