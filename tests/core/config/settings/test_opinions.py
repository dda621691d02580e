from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.settings.opinions import OpinionEndpoint, SecondOpinion

ENDPOINT = {"url": "http://10.1.2.3:8000/", "model": "vision", "allow": ["10.1.2.0/24"]}


def test_nobody_is_asked_and_nothing_acts_by_default() -> None:
    """A second opinion begins in shadow."""
    assert (SecondOpinion().kind, SecondOpinion().act) == ("none", False)


@pytest.mark.parametrize(
    ("given", "says"), [({"kind": "model"}, "folder"), ({"kind": "endpoint"}, "url, model and allow")]
)
def test_whoever_is_asked_must_be_told(given: dict[str, Any], says: str) -> None:
    """A model without its folder and an endpoint without its address are refused with what is missing."""
    with pytest.raises(ValidationError, match=says):
        SecondOpinion.model_validate(given)


def test_an_endpoint_is_an_address_in_named_networks() -> None:
    """The path is added to the address, so that its last slash goes; a login in it is refused."""
    assert OpinionEndpoint.model_validate(ENDPOINT).url == "http://10.1.2.3:8000"
    for changes, says in (
        ({"url": "http://me:secret@10.1.2.3/"}, "without a user or password"),
        ({"allow": []}, "too_short"),
        ({"model": ""}, "too_short"),
    ):
        with pytest.raises(ValidationError, match=says):
            OpinionEndpoint.model_validate(ENDPOINT | changes)
