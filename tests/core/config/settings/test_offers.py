from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings.offers import Cap, Digest, Mqtt


def test_everything_is_off_by_default() -> None:
    """Nothing leaves a Gridwatch because somebody updated it."""
    assert Cap().sender == ""
    assert not Mqtt().on
    assert not Digest().on
    assert Mqtt(address="mqtts://broker.example.gov.cn:8883").on
    assert Digest(to=("mail",)).on


@pytest.mark.parametrize(
    ("model", "wrong", "told"),
    [
        (Cap, {"sender": "two words"}, "no space"),
        (Cap, {"scope": "private"}, "needs `addresses`"),
        (Cap, {"scope": "private", "addresses": ['a"b']}, "quotation mark"),
        (Cap, {"categories": {"crowding": "Crowd"}}, "Safety"),
        (Mqtt, {"address": "tcp://broker:1883"}, "mqtts://host:8883"),
        (Mqtt, {"address": "mqtt://li:secret@broker"}, "without a user"),
        (Mqtt, {"address": "mqtt://broker:99999"}, "port"),
        (Mqtt, {"address": "mqtt://broker/topic"}, "prefix"),
        (Mqtt, {"prefix": "a/#"}, "topic prefix like"),
        (Mqtt, {"prefix": "/a"}, "empty level"),
        (Mqtt, {"prefix": "$SYS"}, "topic prefix like"),
        (Digest, {"to": ["a", "a"]}, "named twice"),
        (Digest, {"at": ["8:00"]}, "pattern"),
        (Digest, {"at": ["24:00"]}, "pattern"),
        (Digest, {"at": []}, "at least 1"),
    ],
)
def test_a_mistake_is_told_with_what_is_right(model: Any, wrong: dict[str, Any], told: str) -> None:
    """At the start, not when the first message is lost."""
    with pytest.raises(ValidationError, match=told):
        model.model_validate(wrong)


def test_no_secret_is_told_in_a_mistake() -> None:
    """A password that stands where none belongs is not repeated in what a person reads."""
    with pytest.raises(ValidationError) as refused:
        Mqtt.model_validate({"address": "mqtt://li:hunter22@broker"})
    assert "hunter22" not in str(refused.value.errors(include_input=False))
