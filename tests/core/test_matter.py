"""A matter's code says which table and version it is from."""

from __future__ import annotations

from core.matter import SEVERITIES, MatterCode, severity_level


def test_a_code_is_unconfirmed_until_a_city_says_so() -> None:
    """Minor, in the standard, not confirmed: the cautious defaults."""
    code = MatterCode(
        key="x", code="06011", name="积存垃圾渣土", name_en="Waste", table="T", table_version="1"
    )
    assert (code.severity, code.local_extension, code.confirmed) == ("minor", False, False)


def test_severities_rise() -> None:
    """A table's own word counts as the least."""
    assert [severity_level(one) for one in SEVERITIES] == [0, 1, 2, 3]
    assert severity_level("extreme") > severity_level("severe")
    assert severity_level("special") == severity_level("minor")
