from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.district import District


@pytest.mark.parametrize("code", ["9901", "9901011", "99010a", ""])
def test_a_division_code_has_six_digits(code: str) -> None:
    """GB/T 2260; anything else would be refused by the platform, incident by incident."""
    with pytest.raises(ValidationError, match="code"):
        District(name="示范区", code=code)
    assert District(name="示范区", code="990101").timezone == "Asia/Shanghai"
