from __future__ import annotations

from dataclasses import fields

from alerts.load.office import LoadOffice


def test_the_api_gets_what_is_shown_and_what_people_do():
    """Two parts, each with its own tests."""
    assert [field.name for field in fields(LoadOffice)] == ["inbox", "acts"]
