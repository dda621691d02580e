"""An owner's word on live views: hours over midnight, roles, reasons."""

from __future__ import annotations

from datetime import time

import pytest

from core.config.settings.viewing import LiveHours, OwnerViewing
from core.people.roles import Role
from core.people.viewing import asks_reason, why_not_live

DAY = OwnerViewing(owner="schools", live=(LiveHours(start=time(7), end=time(18)),), reason=True)
NIGHT = OwnerViewing(owner="market", live=(LiveHours(start=time(20), end=time(5)),))
BOSS = OwnerViewing(owner="police", live_roles=(Role.SUPERVISOR,))
WORDS = (DAY, NIGHT, BOSS)


@pytest.mark.parametrize(
    ("owner", "at", "code"),
    [
        ("schools", time(7), None),
        ("schools", time(18), "live.owner_hours"),
        ("market", time(23), None),
        ("market", time(4, 59), None),
        ("market", time(5), "live.owner_hours"),
        ("police", time(12), "live.owner_role"),
        ("property", time(3), None),
    ],
)
def test_hours_and_roles_are_each_owners_own(owner: str, at: time, code: str | None) -> None:
    """The first minute is in, the last is out; whoever has said nothing allows it."""
    found = why_not_live(WORDS, owner=owner, role=Role.OPERATOR, at=at)
    assert (found.code if found else None) == code


def test_it_is_told_in_words() -> None:
    """Whose cameras, and when they may be watched."""
    found = why_not_live(WORDS, owner="schools", role=Role.OPERATOR, at=time(3))
    assert found is not None
    assert "07:00-18:00" in found.tell("zh")
    assert "schools" in found.tell("en")
    assert why_not_live(WORDS, owner="police", role=Role.SUPERVISOR, at=time(3)) is None


def test_a_reason_is_asked_where_the_owner_wants_one() -> None:
    """And nowhere else."""
    assert [asks_reason(WORDS, owner) for owner in ("schools", "market", "property")] == [True, False, False]
