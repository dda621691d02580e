"""What a store keeps of a shift: kept in tests/contract, here its documents."""

from __future__ import annotations

import pytest

from alerts.shift.act import Kind
from alerts.store.codec import (
    BadDocument,
    decode_claim,
    decode_pending_act,
    encode_claim,
    encode_pending_act,
)
from core.reason import Reason
from tests.builders import at
from tests.builders_shift import claim, pending


def test_acts_and_claims_are_kept_whole() -> None:
    """Every field comes back as it was."""
    act = pending(
        act=Kind.SPLIT,
        reason="other",
        text="two",
        unit="U1",
        until=at(60),
        into="inc_2",
        views=("a", "b"),
        refused_at=at(10),
        refused=Reason(code="shift.merged", facts={"into": "inc_9"}),
    )
    assert decode_pending_act(encode_pending_act(act)) == act
    assert decode_claim(encode_claim(claim())) == claim()


def test_a_damaged_document_is_an_error() -> None:
    """Half an act is not carried out."""
    with pytest.raises(BadDocument):
        decode_pending_act(encode_pending_act(pending()).replace('"act":', '"acts":'))
