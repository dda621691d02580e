from __future__ import annotations

import pyotp
import pytest

from api.people import factor
from api.people.accounts import By, Change, WrongPassword
from api.people.desk import Desk
from api.people.logins import Attempt, Opened
from core.errors import IllegalStep, NotFound
from core.people.audit import AuditQuery
from core.people.roles import Role
from core.people.scope import EVERYTHING, Scope
from core.people.user import BadUser
from tests.builders_api import Deck
from tests.builders_logins import PASSWORD, add, with_people

BY = By(who="root", role="administrator", address="192.0.2.1")


@pytest.fixture
def people(deck: Deck) -> Desk:
    """A desk with an administrator and an operator."""
    made = with_people(deck)
    add(deck, "root", Role.ADMINISTRATOR)
    add(deck)
    return made


def _new(people: Desk, name: str = "wang", role: Role = Role.OPERATOR, **given):
    more = {"display_name": "", "scope": EVERYTHING, "by": BY} | given
    return people.accounts.add(name, role=role, **more)


def _opens(people: Desk, password: str, name: str = "li.wei") -> bool:
    return isinstance(people.logins.open(Attempt(name=name, password=password)), Opened)


def test_a_temporary_password_has_to_be_changed(people: Desk) -> None:
    """Somebody else knows it; one's own choice stays."""
    made = _new(people)
    assert made.user.must_change_password
    assert _opens(people, made.password, "wang")
    people.accounts.new_password("wang", old=made.password, new="twelve green kites", by=By(who="wang"))
    assert _opens(people, "twelve green kites", "wang")
    assert not _opens(people, made.password, "wang")
    assert _new(people, "zhao", password=PASSWORD).password == ""


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "x"}, "name"),
        ({"name": "li.wei"}, "of this name"),
        ({"password": "short"}, "at least 12"),
        ({"role": Role.ADMINISTRATOR, "scope": Scope(grids=("33",))}, "whole district"),
        ({"scope": Scope(grids=("abc",))}, "grid code"),
    ],
)
def test_what_cannot_be_an_account_is_refused(people: Desk, given: dict, says: str) -> None:
    """Each with what would be right."""
    with pytest.raises((BadUser, IllegalStep), match=says):
        _new(people, **given)


def test_the_last_administrator_stays(people: Desk) -> None:
    """Neither is he disabled nor made something else; with a second one he can be."""
    for change in (Change(disabled=True), Change(role=Role.AUDITOR)):
        with pytest.raises(IllegalStep, match="last administrator"):
            people.accounts.change("root", change, by=BY)
    _new(people, "second", Role.ADMINISTRATOR)
    assert people.accounts.change("root", Change(disabled=True), by=BY).disabled_at is not None
    with pytest.raises(IllegalStep, match="last administrator"):
        people.accounts.change("second", Change(disabled=True), by=BY)


def test_a_machine_stays_a_machine(people: Desk) -> None:
    """Its token must not become a person's, nor a password a machine's."""
    made = _new(people, "city", Role.PLATFORM)
    assert made.token.startswith("gw_")
    assert made.password == ""
    with pytest.raises(BadUser, match="machine"):
        people.accounts.change("city", Change(role=Role.ADMINISTRATOR), by=BY)
    with pytest.raises(BadUser, match="machine"):
        people.accounts.change("li.wei", Change(role=Role.PLATFORM), by=BY)


def test_disabling_and_resetting_end_sessions(deck: Deck, people: Desk) -> None:
    """And a reset forgets wrong logins and, where it is asked, the second factor."""
    key = factor.new_key()
    people.accounts.enrol("li.wei", key, pyotp.TOTP(key).at(deck.clock.now()), by=BY)
    made = people.accounts.reset("li.wei", by=BY, factor_too=True)
    assert not made.user.totp
    assert made.user.must_change_password
    assert _opens(people, made.password)
    people.accounts.change("li.wei", Change(disabled=True), by=BY)
    with deck.store.read() as reader:
        assert reader.sessions("li.wei") == ()
    assert people.accounts.change("li.wei", Change(disabled=False), by=BY).disabled_at is None
    with pytest.raises(NotFound):
        people.accounts.reset("nobody", by=BY, factor_too=False)


def test_unlocking_forgets_wrong_logins(people: Desk) -> None:
    """Of the account; how it stood is told."""
    for _ in range(6):
        _opens(people, "wrong")
    assert not _opens(people, PASSWORD)
    assert people.accounts.unlock("li.wei", by=BY)
    assert not people.accounts.unlock("li.wei", by=BY)
    assert _opens(people, PASSWORD)


def test_ones_own_password_is_asked_for_and_not_guessed_either(deck: Deck, people: Desk) -> None:
    """Whoever finds an open desk does not take it over, and has as few tries as at the door."""
    for _ in range(6):
        with pytest.raises(WrongPassword, match="not your password"):
            people.accounts.new_password("li.wei", old="wrong", new="twelve green kites", by=BY)
    with pytest.raises(WrongPassword, match="wait"):
        people.accounts.new_password("li.wei", old=PASSWORD, new="twelve green kites", by=BY)
    deck.clock.advance(31)
    with pytest.raises(BadUser, match="old one"):
        people.accounts.new_password("li.wei", old=PASSWORD, new=PASSWORD, by=BY)


def test_a_second_factor_comes_with_a_code_and_goes_with_the_password(deck: Deck, people: Desk) -> None:
    """A key that never arrived locks nobody out."""
    key = factor.new_key()
    with pytest.raises(BadUser, match="clock"):
        people.accounts.enrol("li.wei", key, "000000", by=BY)
    people.accounts.enrol("li.wei", key, pyotp.TOTP(key).at(deck.clock.now()), by=BY)
    with pytest.raises(IllegalStep, match="already"):
        people.accounts.enrol("li.wei", key, pyotp.TOTP(key).at(deck.clock.now()), by=BY)
    with pytest.raises(WrongPassword):
        people.accounts.drop_factor("li.wei", password="wrong", by=BY)
    people.accounts.drop_factor("li.wei", password=PASSWORD, by=BY)
    assert _opens(people, PASSWORD)


def test_ending_a_session_that_is_not_there_is_told(people: Desk) -> None:
    """Also when it is somebody else's."""
    _opens(people, PASSWORD)
    with pytest.raises(NotFound, match="no session"):
        people.accounts.end_sessions("root", by=BY, session_id="ses_x")
    assert people.accounts.end_sessions("li.wei", by=BY) == 1


def test_every_change_is_in_the_audit_and_no_secret_is(deck: Deck, people: Desk) -> None:
    """Who, what, whom, from where, and what changed."""
    made = _new(people, "wang", scope=Scope(grids=("330109",)))
    people.accounts.change("wang", Change(role=Role.SUPERVISOR, scope=EVERYTHING, display_name="王"), by=BY)
    token = _new(people, "city", Role.PLATFORM).token
    with deck.store.read() as reader:
        entries = reader.audit(AuditQuery(who="root"))
    assert [(one.act, one.ref) for one in entries] == [
        ("user.add", "city"),
        ("user.change", "wang"),
        ("user.add", "wang"),
    ]
    assert entries[1].detail == (
        "role operator -> supervisor; scope grids=['330109'] owners=[] -> everything; display name"
    )
    assert entries[1].address == "192.0.2.1"
    assert not any(secret in repr(entries) for secret in (made.password, token, made.user.password))
