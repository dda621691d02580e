from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.base import Model
from core.config.settings.serving import Api, Storage


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Api, {"port": 70000}),
        (Api, {"live_clients": 0}),
        (Api, {"token": "two words"}),
        (Storage, {"max_gb": 0}),
        (Storage, {"max_gb": float("inf")}),
        (Storage, {"raw_days": 0}),
    ],
)
def test_what_is_out_of_bounds_is_refused(model: type[Model], changes: dict[str, object]) -> None:
    """A port that cannot be, a name that is none, a disk of nothing or without an end."""
    with pytest.raises(ValidationError):
        model.model_validate(changes)


def test_it_listens_to_this_machine_alone_until_told_otherwise() -> None:
    """And the administrator's token is the API's until it has its own."""
    assert (Api().host, Api().admin_token) == ("127.0.0.1", None)
