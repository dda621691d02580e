"""Settings: sensible without a word, and bounded."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings import Delivery, Receiver, Settings

DISTRICT = {"name": "示范区", "code": "990101"}
RECEIVER = {"name": "grid", "url": "https://10.0.0.1/x", "secret": "s", "allow": ["10.0.0.0/8"]}


def test_a_district_is_enough() -> None:
    """Everything else has a default that is written down."""
    settings = Settings.model_validate({"district": DISTRICT})
    assert (settings.budgets.sessions, settings.merging.point_radius_m, settings.receivers) == (128, 30, ())
    undescribed = [
        f"{name}.{key}"
        for name, model in Settings.model_json_schema()["$defs"].items()
        for key, field in model.get("properties", {}).items()
        if not field.get("description")
    ]
    assert undescribed == []


def test_retries_last_about_three_days() -> None:
    """The example of Standard Webhooks: 75 hours."""
    assert 72 <= sum(Delivery().retry_s) / 3600 <= 80


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"url": "ftp://10.0.0.1/x"}, "give an http"),
        ({"url": "https://user:secret@10.0.0.1/x"}, "without a user or password"),
        ({"allow": []}, "too_short"),
        ({"allow": ["10.0.0.1/8"]}, "10.1.2.0/24"),
        ({"url": "http://10.0.0.1:99999/"}, "the port is none"),
        ({"timeout_s": 0}, "greater_than"),
        ({"datum": "WGS-84"}, "enum"),
    ],
)
def test_receivers_that_are_refused(changes: dict[str, Any], says: str) -> None:
    """No address with a login, no open allow-list, no endless wait."""
    with pytest.raises(ValidationError, match=says):
        Receiver.model_validate(RECEIVER | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"district": DISTRICT | {"code": "9901"}},
        {"budgets": {"sessions": 0}},
        {"looking": {"refused_logins": 9}},
        {"api": {"port": 70000}},
        {"storage": {"max_gb": 0}},
        {"storage": {"max_gb": float("inf")}},
        {"delivery": {"retry_s": [-1]}},
        {"delivery": {"evidence_url": "javascript:x"}},
        {"receivers": [RECEIVER, RECEIVER]},
        {"telemetry": True},
    ],
)
def test_settings_out_of_bounds(changes: dict[str, Any]) -> None:
    """A budget of nothing, so many logins that accounts are locked, an unknown key."""
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
