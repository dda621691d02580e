"""A matter's code says which table and version it is from."""

from __future__ import annotations

from core.matter import MatterCode


def test_a_code_is_unconfirmed_until_a_city_says_so() -> None:
    """Minor, in the standard, not confirmed: the cautious defaults."""
    code = MatterCode(
        key="x", code="06011", name="积存垃圾渣土", name_en="Waste", table="T", table_version="1"
    )
    assert (code.severity, code.local_extension, code.confirmed) == ("minor", False, False)
