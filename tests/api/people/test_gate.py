from __future__ import annotations

from datetime import timedelta

import pytest

from api.people.accounts import By, Change
from api.people.desk import Desk
from api.people.gate import MOST_REMEMBERED, REMEMBERED_S
from api.people.logins import Attempt, Opened
from core.config.settings.people import People
from core.people.roles import Act, Role
from core.people.scope import Scope
from core.people.who import Who
from tests.builders_api import Deck
from tests.builders_logins import PASSWORD, add, with_people

BY = By(who="test")


@pytest.fixture
def people(deck: Deck) -> Desk:
    """A desk with one operator of one street."""
    made = with_people(deck, People(idle_min=30, session_h=8))
    add(deck, scope=Scope(grids=("330109001",)))
    return made


def _token(people: Desk, name: str = "li.wei") -> str:
    opened = people.logins.open(Attempt(name=name, password=PASSWORD))
    assert isinstance(opened, Opened)
    return opened.token


def test_a_session_is_its_user_with_role_and_scope(people: Desk) -> None:
    """Everything that a route decides by."""
    who = people.gate.by_session(_token(people))
    assert isinstance(who, Who)
    assert (who.name, who.role, who.by, who.person) == ("li.wei", Role.OPERATOR, "session", True)
    assert who.scope.grids == ("330109001",)
    assert who.may(Act.CONFIRM)
    assert not who.may(Act.PEOPLE)
    assert people.gate.by_session("another") is None


def test_it_is_remembered_for_a_moment_only(deck: Deck, people: Desk) -> None:
    """A page of forty pictures is one question; a change from the command line is heard two seconds later."""
    token = _token(people)
    assert people.gate.remembered(token) == (False, None)
    who = people.gate.by_session(token)
    assert people.gate.remembered(token) == (True, who)
    deck.clock.advance(REMEMBERED_S)
    assert people.gate.remembered(token) == (False, None)
    people.gate.by_session(token)
    people.gate.forget()
    assert people.gate.remembered(token) == (False, None)


def test_what_is_remembered_is_bounded(people: Desk) -> None:
    """Whoever tries a million tokens does not fill the memory."""
    for number in range(MOST_REMEMBERED + 10):
        people.gate._remember(f"{number}", None)
    assert len(people.gate._known) == MOST_REMEMBERED


def test_a_session_ends_idle_or_at_its_end(deck: Deck, people: Desk) -> None:
    """Use keeps it open, not for ever."""
    token, idle = _token(people), _token(people)
    for _ in range(15):
        deck.clock.advance(30 * 60)
        assert people.gate.by_session(token) is not None
    assert people.gate.by_session(idle) is None
    deck.clock.advance(30 * 60)
    assert people.gate.by_session(token) is None


def test_its_use_is_written_down_by_the_minute(deck: Deck, people: Desk) -> None:
    """Not by the request."""
    token = _token(people)
    begun = deck.clock.now()
    for seconds, seen in ((30, 0), (31, 61), (10, 61)):
        deck.clock.advance(seconds)
        people.gate.by_session(token)
        with deck.store.read() as reader:
            (session,) = reader.sessions("li.wei")
        assert session.seen_at == begun + timedelta(seconds=seen)


def test_disabled_is_out_at_once(people: Desk) -> None:
    """Whatever is open."""
    token = _token(people)
    people.accounts.change("li.wei", Change(disabled=True), by=BY)
    people.gate.forget()
    assert people.gate.by_session(token) is None


def test_a_machine_comes_by_its_own_token_only(deck: Deck, people: Desk) -> None:
    """A disabled one does not; a person's session is no token."""
    token = add(deck, "city", Role.PLATFORM, Scope(owners=("police",)))
    who = people.gate.by_token(token)
    assert who is not None
    assert (who.name, who.by, who.scope.owners, who.session) == ("city", "token", ("police",), "")
    assert people.gate.by_session(token) is None
    assert people.gate.by_token(_token(people)) is None
    people.accounts.change("city", Change(disabled=True), by=BY)
    assert people.gate.by_token(token) is None


def test_what_somebody_has_to_do_first_is_told(deck: Deck) -> None:
    """The password before the second factor."""
    people = with_people(deck, People(totp_required=(Role.OPERATOR,)))
    add(deck)
    add(deck, "wang", must_change_password=True)
    one, other = people.gate.by_session(_token(people)), people.gate.by_session(_token(people, "wang"))
    assert one is not None
    assert other is not None
    assert (one.must_change_password, one.must_enrol) == (False, True)
    assert (other.must_change_password, other.must_enrol) == (True, False)


def test_whether_there_is_anybody(deck: Deck) -> None:
    """The API token opens the console until then."""
    people = with_people(deck)
    assert not people.gate.anybody()
    add(deck)
    assert people.gate.anybody()
