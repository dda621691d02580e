"""Who looks around in a demo: an administrator with a password made for this demo alone."""

from __future__ import annotations

from alerts.store.sql import SqlStore
from api.people.accounts import Accounts, By
from api.people.factor import Seal
from api.people.hashing import Hasher
from api.people.tokens import spoken
from core.clock import Clock
from core.people.roles import Role
from core.people.scope import EVERYTHING

NAME = "demo"


def add_demo_user(url: str, clock: Clock) -> str:
    """Make him in the database that the demo's service is about to open; return his password, kept nowhere else."""
    store = SqlStore(url)
    try:
        # nothing is sealed from here: a second factor is set up by its owner alone
        accounts = Accounts(store, clock=clock, hasher=Hasher(), seal=Seal("unused"))
        password = spoken()
        accounts.add(
            NAME,
            display_name="Demo",
            role=Role.ADMINISTRATOR,
            scope=EVERYTHING,
            by=By(who="demo"),
            password=password,
        )
    finally:
        store.close()
    return password
