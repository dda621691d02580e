from __future__ import annotations

from alerts.store.base import Reader, Writer
from alerts.store.people import PeopleReader, PeopleWriter


def test_every_store_keeps_people() -> None:
    """They are part of the one contract."""
    assert PeopleReader in Reader.__mro__
    assert PeopleWriter in Writer.__mro__
