from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.detecting import GateChoice, ModelChoice


@pytest.mark.parametrize("size", [(640, 385), (0, 384), (8192, 384), (640,)])
def test_an_input_that_no_network_takes_is_refused(size: tuple[int, ...]) -> None:
    """Not in multiples of 32, nothing, too large, one side alone."""
    with pytest.raises(ValidationError):
        ModelChoice.model_validate({"size": size})
    assert ModelChoice.model_validate({"size": [640, 384]}).size == (640, 384)


def test_the_gate_is_off_and_may_be_on_or_in_shadow() -> None:
    """`on` and `off` are also taken as YAML reads them; other words are refused."""
    assert GateChoice().mode == "off"
    assert [GateChoice.model_validate({"mode": mode}).mode for mode in ("shadow", True, False)] == [
        "shadow",
        "on",
        "off",
    ]
    with pytest.raises(ValidationError, match="mode"):
        GateChoice.model_validate({"mode": "yes"})
