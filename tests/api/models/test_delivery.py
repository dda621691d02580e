from __future__ import annotations

from api.models.delivery import DeliveryOut
from tests import builders_store as build


def test_a_delivery_is_told_without_its_body() -> None:
    """The body is the receiver's; the ledger tells what became of it."""
    told = DeliveryOut.of(build.delivery())
    assert told.state == "pending"
    assert "body" not in told.model_dump()
