from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.cases import Cases


def test_the_only_files_count_and_one_false_report_goes_back() -> None:
    """What nobody has to set."""
    assert Cases() == Cases(calendar=None, units=None, send_back=1)


def test_never_back_by_itself_can_be_said() -> None:
    """0 holds already the first; below it there is nothing."""
    assert Cases(send_back=0).send_back == 0
    with pytest.raises(ValidationError):
        Cases(send_back=-1)
