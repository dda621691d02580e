"""What a merge or split is taken back by: kept in tests/contract, here its document."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from alerts.store.codec import BadDocument, decode_undo, encode_undo
from alerts.store.undo import UNDOS_KEPT, Undo
from core.config.settings.merging import Merging
from tests.builders import at
from tests.builders_store import incident


def act(**changes: object) -> Undo:
    """A merge of two incidents."""
    values = {"incident_id": "inc_1", "other_id": "inc_2", "act": "merge", "at": at(0), "steps": 1}
    values |= {"other_steps": 1, "before": incident("inc_1"), "other_before": incident("inc_2")}
    return Undo(**(values | changes))  # type: ignore[arg-type]  # plain values of a builder


def test_what_was_is_kept_whole() -> None:
    """Both incidents come back as they were, and a split has no other."""
    assert decode_undo(encode_undo(act())) == act()
    assert decode_undo(encode_undo(act(other_before=None))).other_before is None


def test_a_damaged_document_is_an_error() -> None:
    """Half an incident is not restored."""
    with pytest.raises(BadDocument):
        decode_undo(encode_undo(act()).replace('"act":', '"acts":'))


def test_acts_are_kept_for_longer_than_they_can_be_taken_back() -> None:
    """The settings decide how long; the store must still have it then."""
    with pytest.raises(ValidationError):
        Merging(undo_s=UNDOS_KEPT.total_seconds())
