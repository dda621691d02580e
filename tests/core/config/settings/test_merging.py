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
