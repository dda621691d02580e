"""Settings: sensible without a word, and bounded."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings.root import Settings

DISTRICT = {"name": "示范区", "code": "990101"}


def test_a_district_is_enough() -> None:
    """Everything else has a default that is written down."""
    settings = Settings.model_validate({"district": DISTRICT})
    assert (settings.budgets.sessions, settings.merging.point_radius_m) == (128, 30)
    undescribed = [
        f"{name}.{key}"
        for name, model in Settings.model_json_schema()["$defs"].items()
        for key, field in model.get("properties", {}).items()
        if not field.get("description")
    ]
    assert undescribed == []


@pytest.mark.parametrize("changes", [{"receivers": []}, {"telemetry": True}, {"gate": 3}])
def test_settings_that_are_refused(changes: dict[str, Any]) -> None:
    """Receivers, which are files of their own, an unknown key, a value where a section belongs."""
    with pytest.raises(ValidationError):
        Settings.model_validate({"district": DISTRICT} | changes)


@pytest.mark.parametrize("part", ["gate", "attention"])
def test_on_and_off_without_quotes_are_what_they_say(part: str) -> None:
    """YAML reads them as true and false; an administrator means on and off."""
    for written, meant in ((True, "on"), (False, "off"), ("on", "on"), ("off", "off")):
        settings = Settings.model_validate({"district": DISTRICT, part: {"mode": written}})
        assert getattr(settings, part).mode == meant
    with pytest.raises(ValidationError, match="mode"):
        Settings.model_validate({"district": DISTRICT, part: {"mode": 1}})
