from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.job_wishes import ImportIn, ProbeIn


def test_a_dry_run_is_the_default() -> None:
    """Writing is asked for, and so is everything that takes cameras away."""
    wishes = ImportIn()
    assert (wishes.write, wishes.skip_bad, wishes.remove_missing) == (False, False, False)


def test_bounds() -> None:
    """Threads, and words that nobody knows."""
    with pytest.raises(ValidationError):
        ProbeIn(threads=0)
    with pytest.raises(ValidationError):
        ImportIn.model_validate({"datums": "GCJ02"})
