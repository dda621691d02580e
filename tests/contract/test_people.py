"""The contract of alerts/store/people.py, held against every store."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.store import people
from alerts.store.base import Store
from core.errors import StoreError
from core.people.audit import AuditQuery, broken
from core.people.lockout import Lock
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders import at
from tests.builders_people import entry, session, user


def test_an_account_comes_back_as_it_was_put(store: Store) -> None:
    """With scope, hashes and times; the later state takes the place of the earlier."""
    one = user(
        scope=Scope(grids=("330109",), owners=("police", "市政")),
        password="$argon2id$v=19$x",
        recovery=("aa", "bb"),
        disabled_at=at(3),
    )
    with store.write() as writer:
        writer.put_user(user("wang", Role.PLATFORM, token_sha256="f" * 64))
        writer.put_user(user())
        writer.put_user(one)
        assert writer.user("li") == one
    with store.read() as reader:
        assert reader.user("li") == one
        assert reader.user("nobody") is None
        assert [found.name for found in reader.users()] == ["li", "wang"]
        found = reader.user_of_token("f" * 64)
        assert found is not None
        assert found.name == "wang"
        assert reader.user_of_token("") is None


def test_accounts_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator's script that loops does not fill the database; what exists can still be changed."""
    monkeypatch.setattr(people, "MOST_USERS", 1)
    with store.write() as writer:
        writer.put_user(user())
        writer.put_user(user(role=Role.AUDITOR))
    with pytest.raises(StoreError, match="1 users"), store.write() as writer:
        writer.put_user(user("wang"))


def test_sessions_are_found_by_token_and_ended_one_by_one_or_all(store: Store) -> None:
    """Last used first; another's session is not ended by naming it."""
    with store.write() as writer:
        for number, name in ((1, "li"), (2, "li"), (3, "wang"), (4, "li")):
            writer.put_session(session(number, name, seconds=number))
        writer.put_session(session(1, seconds=1, seen_at=at(99)))
    with store.read() as reader:
        assert reader.session(f"{1:064x}") == session(1, seconds=1, seen_at=at(99))
        assert reader.session("x") is None
        assert [one.id for one in reader.sessions("li")] == ["ses_1", "ses_4", "ses_2"]
        assert len(reader.sessions()) == 4
    with store.write() as writer:
        assert writer.drop_sessions("li", session_id="ses_3") == 0
        assert writer.drop_sessions("li", session_id="ses_2") == 1
        assert writer.drop_sessions("li", but="ses_1") == 1
        assert [one.id for one in writer.sessions()] == ["ses_1", "ses_3"]
        assert writer.drop_sessions("li") == 1


def test_sessions_of_one_user_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest unused goes."""
    monkeypatch.setattr(people, "MOST_SESSIONS", 2)
    with store.write() as writer:
        for number in (1, 2, 3):
            writer.put_session(session(number, seconds=number))
        assert [one.id for one in writer.sessions("li")] == ["ses_3", "ses_2"]


def test_wrong_logins_are_kept_bounded_and_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries ten thousand names pushes out the oldest, not the database."""
    monkeypatch.setattr(people, "MOST_LOCKS", 2)
    locks = [Lock(key=f"name:{i}", wrong=i, at=at(i), until=at(i + 30)) for i in range(3)]
    with store.write() as writer:
        for lock in locks:
            writer.put_lock(lock)
        writer.put_lock(replace(locks[2], wrong=9))
        assert writer.locks() == (locks[1], replace(locks[2], wrong=9))
        assert writer.lock("name:0") is None
        assert writer.drop_locks(["name:1", "name:7"]) == 1
        assert writer.lock("name:1") is None


def test_the_audit_is_numbered_chained_and_filtered(store: Store) -> None:
    """Newest first; each entry is bound to the one before it, also over transactions."""
    with store.write() as writer:
        writer.add_audit(entry("login"))
        writer.add_audit(entry("evidence.view", ref="k1", seconds=5, reason="12345"))
    with store.write() as writer:
        last = writer.add_audit(entry("login", who="wang", outcome="failed", seconds=9))
    assert last.number == 3
    with store.read() as reader:
        every = reader.audit(AuditQuery())
        assert [one.number for one in every] == [3, 2, 1]
        assert broken(every[::-1]) == ()
        assert every[0] == last

        def numbers(**query: object) -> list[int]:
            return [one.number for one in reader.audit(AuditQuery(**query))]  # type: ignore[arg-type]  # whatever a test asks

        assert numbers(who="li") == [2, 1]
        assert numbers(act="log") == [3, 1]
        assert numbers(act="lo%") == []
        assert numbers(ref="k1") == [2]
        assert numbers(outcome="failed") == [3]
        assert numbers(since=at(5), until=at(9)) == [2]
        assert numbers(before=3, limit=1) == [2]
        assert [one.number for one in reader.audit_after(0, 2)] == [1, 2], "a page of the chain, oldest first"
        assert reader.audit_after(2, 2) == (last,)
        assert reader.audit_after(3, 2) == ()
        assert reader.audit_head() == (3, last.hash)


def test_what_fails_leaves_no_gap_in_the_audit(store: Store) -> None:
    """A transaction that raises uses up no number."""
    with store.write() as writer:
        writer.add_audit(entry())
    with suppress(StoreError), store.write() as writer:
        writer.add_audit(entry())
        raise StoreError("in the middle")
    with store.write() as writer:
        assert writer.add_audit(entry()).number == 2


def test_old_people_things_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions a day after their end, wrong logins after a day, the audit by age; its newest entry stays."""
    with store.write() as writer:
        writer.put_session(session(1))
        writer.put_session(session(2, seconds=86400 * 3))
        writer.put_lock(Lock(key="name:x", at=at(0), until=at(0)))
        for seconds in (0, 1, 86400 * 3):
            writer.add_audit(entry(seconds=seconds))
    now = at(0) + timedelta(days=3)
    with store.write() as writer:
        assert writer.prune_people(now, audit_days=2) == 1 + 1 + 2
        assert [one.id for one in writer.sessions()] == ["ses_2"]
        assert [one.number for one in writer.audit(AuditQuery())] == [3]
        assert writer.prune_people(now + timedelta(days=900), audit_days=2) == 1
        assert writer.add_audit(entry()).number == 4
    monkeypatch.setattr(people, "MOST_ENTRIES", 1)
    with store.write() as writer:
        assert writer.prune_people(now, audit_days=9000) == 1
        assert [one.number for one in writer.audit(AuditQuery())] == [4]
