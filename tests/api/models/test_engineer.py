"""What the engineer's pages send."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.engineer import LabelsIn, PromoteIn


def test_a_promotion_needs_a_reason_and_labels_are_bounded():
    """Somebody will ask why; nobody labels a hundred thousand events of one clip."""
    asked = {"candidate": "a", "live_run": "b", "candidate_run": "c", "truth": "d"}
    with pytest.raises(ValidationError, match="reason"):
        PromoteIn.model_validate(asked | {"reason": ""})
    with pytest.raises(ValidationError):
        LabelsIn.model_validate({"events": [{}] * 5001})
