from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from api.people import factor
from api.people.accounts import By, Change, WrongPassword
from api.people.desk import Desk
from api.people.logins import Attempt, Opened, Refused
from core.people.audit import AuditQuery
from core.people.roles import Role
from tests.builders_api import TOKEN, Deck
from tests.builders_logins import CHEAP, PASSWORD, add, with_people


@pytest.fixture
def people(deck: Deck) -> Desk:
    """A desk with one operator."""
    made = with_people(deck)
    add(deck)
    return made


def _try(people: Desk, password: str = PASSWORD, name: str = "li.wei", code: str = "", address: str = "a"):
    return people.logins.open(Attempt(name=name, password=password, code=code, address=address, agent="t"))


def test_the_right_password_opens_a_session(deck: Deck, people: Desk) -> None:
    """Kept by its hash, with where it came from; the login is in the audit."""
    opened = _try(people, name=" Li.Wei ")
    assert isinstance(opened, Opened)
    with deck.store.read() as reader:
        (session,) = reader.sessions("li.wei")
        assert opened.token not in repr(session) + session.token_sha256
        assert session.until == deck.clock.now() + timedelta(hours=12)
        user = reader.user("li.wei")
        assert user is not None
        assert user.last_login_at == deck.clock.now()
        assert [one.act for one in reader.audit(AuditQuery(who="li.wei"))] == ["login"]


@pytest.mark.parametrize("name", ["li.wei", "nobody"])
def test_wrong_logins_wait_longer_and_longer_whether_the_name_exists_or_not(
    deck: Deck, people: Desk, name: str
) -> None:
    """The answers to a name that exists and to one that does not are the same, one by one."""
    told = []
    for _ in range(9):
        refused = _try(people, "wrong", name)
        assert isinstance(refused, Refused)
        told.append((refused.why, round(refused.wait_s)))
        deck.clock.advance(refused.wait_s if refused.why == "wrong" else 0)
    assert told == [("wrong", 0)] * 5 + [("wrong", 30), ("wrong", 60), ("wrong", 120), ("wrong", 240)]
    assert _try(people, "wrong", name) == Refused(why="wrong", wait_s=480)
    assert _try(people, PASSWORD, name) == Refused(why="locked", wait_s=480)


def test_a_locked_account_opens_after_its_wait_and_the_count_is_forgotten(deck: Deck, people: Desk) -> None:
    """Nobody has to be asked, and the right password makes good for the wrong ones."""
    for _ in range(6):
        _try(people, "wrong")
    assert _try(people) == Refused(why="locked", wait_s=30)
    deck.clock.advance(31)
    assert isinstance(_try(people), Opened)
    assert _try(people, "wrong") == Refused(why="wrong", wait_s=0)


def test_guesses_from_elsewhere_keep_nobody_from_his_desk(deck: Deck, people: Desk) -> None:
    """Where he has a session his own wrong logins count, and those of nobody else; everywhere else the name waits."""
    assert isinstance(_try(people, address="desk"), Opened)
    for number in range(6):
        _try(people, "wrong", address=f"far-{number}")
    assert _try(people, address="another").why == "locked"
    assert isinstance(_try(people, address="desk"), Opened)
    for _ in range(6):
        _try(people, "wrong", address="desk")
    assert _try(people, address="desk") == Refused(why="locked", wait_s=30)
    people.accounts.unlock("li.wei", by=By(who="test"))
    assert isinstance(_try(people, address="desk"), Opened)


def test_guesses_of_others_keep_nobody_from_changing_his_password(people: Desk) -> None:
    """His own wrong tries do."""
    for number in range(6):
        _try(people, "wrong", address=f"far-{number}")
    new, by = "another river under lanterns", By(who="li.wei")
    people.accounts.new_password("li.wei", old=PASSWORD, new=new, by=by)
    for _ in range(6):
        with pytest.raises(WrongPassword, match="not your password"):
            people.accounts.new_password("li.wei", old="wrong", new=PASSWORD, by=by)
    with pytest.raises(WrongPassword, match="wait 30 s"):
        people.accounts.new_password("li.wei", old=new, new=PASSWORD, by=by)


def test_an_address_that_tries_many_names_is_locked_for_all_of_them(people: Desk) -> None:
    """And nobody else is; the right login of one does not help the others."""
    for number in range(20):
        _try(people, "wrong", f"name{number}")
    assert isinstance(_try(people), Opened)
    assert _try(people, "wrong", "another").wait_s == 30
    assert _try(people) == Refused(why="locked", wait_s=30)
    assert isinstance(_try(people, address="b"), Opened)


def test_the_audit_holds_no_name_that_nobody_has(deck: Deck, people: Desk) -> None:
    """People type their password where the name belongs."""
    _try(people, "wrong", "my secret phrase")
    with deck.store.read() as reader:
        (entry, *_) = reader.audit(AuditQuery())
    assert (entry.who, entry.outcome, entry.act) == ("unknown", "failed", "login")
    assert "secret" not in repr(entry)


@pytest.mark.parametrize("change", [Change(disabled=True)])
def test_who_is_disabled_is_told_what_a_stranger_is_told(people: Desk, change: Change) -> None:
    """Neither that the account exists nor that it is shut."""
    people.accounts.change("li.wei", change, by=By(who="test"))
    assert _try(people) == Refused(why="wrong", wait_s=0)


def test_a_machine_has_no_password(deck: Deck, people: Desk) -> None:
    """Its account is opened by its token alone; an empty password opens nothing."""
    add(deck, "city-platform", Role.PLATFORM)
    for password in ("", PASSWORD):
        assert _try(people, password, "city-platform") == Refused(why="wrong", wait_s=0)


def _enrolled(deck: Deck, people: Desk) -> tuple[str, list[str], Callable[[], str]]:
    key = factor.new_key()
    codes = people.accounts.enrol("li.wei", key, pyotp.TOTP(key).at(deck.clock.now()), by=By(who="li.wei"))
    deck.clock.advance(60)
    return key, codes, lambda: pyotp.TOTP(key).at(deck.clock.now())


def test_a_second_factor_is_asked_for_after_the_password_alone(deck: Deck, people: Desk) -> None:
    """Whoever does not know the password does not learn that there is one."""
    _, _, code = _enrolled(deck, people)
    assert _try(people, "wrong") == Refused(why="wrong", wait_s=0)
    assert _try(people) == Refused(why="code_needed", wait_s=0)
    assert _try(people, code="000000").why == "code_wrong"
    assert isinstance(_try(people, code=code()), Opened)


def test_a_code_opens_one_session(deck: Deck, people: Desk) -> None:
    """The same code a second time is refused, and the right password with wrong codes locks as well."""
    _, _, code = _enrolled(deck, people)
    assert isinstance(_try(people, code=code()), Opened)
    for _ in range(5):
        assert _try(people, code=code()).why == "code_wrong"
    assert _try(people, code=code()) == Refused(why="code_wrong", wait_s=30)


def test_a_recovery_code_stands_in_once(deck: Deck, people: Desk) -> None:
    """The telephone is at home."""
    _, codes, _ = _enrolled(deck, people)
    assert isinstance(_try(people, code=codes[0]), Opened)
    assert _try(people, code=codes[0]).why == "code_wrong"


def test_a_key_sealed_under_another_secret_is_told_as_such(deck: Deck, people: Desk) -> None:
    """After api.token was changed; an administrator resets it. It lets nobody in meanwhile."""
    from api.people.desk import open_desk

    _, _, code = _enrolled(deck, people)
    other = open_desk(deck.store, clock=deck.clock, policy=people.policy, secret=TOKEN + "x", hasher=CHEAP)
    assert _try(other, code=code()) == Refused(why="code_unreadable", wait_s=0)


def test_a_hash_of_an_older_cost_is_renewed_at_the_login(deck: Deck, people: Desk) -> None:
    """Cost goes up over the years; nobody has to choose a new password for that."""
    from dataclasses import replace

    from api.people.hashing import Hasher

    with deck.store.write() as writer:
        user = writer.user("li.wei")
        assert user is not None
        writer.put_user(replace(user, password=Hasher(time_cost=2, memory_kib=16).hash(PASSWORD)))
    assert isinstance(_try(people), Opened)
    with deck.store.read() as reader:
        user = reader.user("li.wei")
    assert user is not None
    assert "m=8,t=1" in user.password
