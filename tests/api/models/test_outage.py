from __future__ import annotations

from api.models.outage import OutageOut
from core.reason import Reason
from tests.api.routes.test_outages import DARK


def test_an_outage_is_told_flat_and_in_both_languages() -> None:
    """Every field of its own, whole numbers for sets."""
    told = OutageOut.of(DARK, Reason.text("dark"))
    assert (told.title, told.title_en, told.group, told.name) == ("dark", "dark", "owner", "police")
    assert (told.cameras, told.down, told.members) == (2, 2, 1500)
