"""Fields that several settings have, each alone."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from core.config.settings.fields import SWITCH, HttpAddress, HttpAddressOrNone, Networks


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://10.0.0.1/x", "give an http"),
        ("https://user:secret@10.0.0.1/x", "without a user or password"),
        ("http://10.0.0.1:99999/", "the port is none"),
        ("http:///x", "give an http"),
        ("", "give an http"),
    ],
)
def test_addresses_that_are_refused(url: str, says: str) -> None:
    """Another scheme, a login, a port that cannot be, no host; what may be empty is refused the same otherwise."""
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(HttpAddress).validate_python(url)
    if url:
        with pytest.raises(ValidationError, match=says):
            TypeAdapter(HttpAddressOrNone).validate_python(url)


def test_addresses_are_kept_as_they_are_written() -> None:
    """Nothing is put right behind an administrator's back; none is none where that is allowed."""
    for url in ("https://10.0.0.1:8443/x?y=1", "http://receiver.local/"):
        assert TypeAdapter(HttpAddress).validate_python(url) == url
    assert TypeAdapter(HttpAddressOrNone).validate_python("") == ""


def test_networks_are_whole_and_at_least_one() -> None:
    """An address with bits below its mask is told how to be written; an empty list would say nothing."""
    networks = TypeAdapter(Networks)
    assert networks.validate_python(["10.0.0.0/8", "fd00::/8"]) == ("10.0.0.0/8", "fd00::/8")
    with pytest.raises(ValidationError, match=r"10\.1\.2\.0/24"):
        networks.validate_python(["10.0.0.1/8"])
    with pytest.raises(ValidationError, match="too_short"):
        networks.validate_python([])


def test_a_switch_takes_only_true_and_false_for_its_words() -> None:
    """A number is neither."""
    switch: TypeAdapter[str] = TypeAdapter(Annotated[Literal["off", "on"], SWITCH])
    assert [switch.validate_python(value) for value in (True, False, "on")] == ["on", "off", "on"]
    with pytest.raises(ValidationError):
        switch.validate_python(1)
