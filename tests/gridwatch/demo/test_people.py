from __future__ import annotations

from pathlib import Path

from alerts.store.sql import SqlStore
from api.people.hashing import Hasher
from core.clock import ManualClock
from core.people.roles import Role
from gridwatch.demo.people import NAME, add_demo_user


def test_the_demo_has_an_administrator_with_a_password_of_its_own(tmp_path: Path, clock: ManualClock) -> None:
    """No default password exists, not even in a demo; its hash alone is kept."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    password = add_demo_user(url, clock)
    store = SqlStore(url)
    with store.read() as reader:
        user = reader.user(NAME)
    store.close()
    assert user is not None
    assert (user.role, user.must_change_password) == (Role.ADMINISTRATOR, False)
    assert Hasher().check(password, user.password)[0]
    assert len(password) >= 16
