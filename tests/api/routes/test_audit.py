from __future__ import annotations

from dataclasses import replace

from core.people.roles import Role
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people
from tests.builders_people import entry

PATH = "/api/v1/audit"


def _filled(deck: Deck) -> None:
    with deck.store.write() as writer:
        for number in range(5):
            who = "li" if number % 2 else "wang"
            writer.add_audit(
                entry("view x" if number < 3 else "login", seconds=number, ref=f"k{number}", who=who)
            )


def test_a_page_newest_first_with_filters(deck: Deck) -> None:
    """Each page names where the next begins."""
    _filled(deck)
    first = deck.client.get(PATH, params={"limit": 2}).json()
    assert [one["number"] for one in first["entries"]] == [5, 4]
    second = deck.client.get(PATH, params={"limit": 3, "before": first["next"]}).json()
    assert [one["number"] for one in second["entries"]] == [3, 2, 1]
    assert second["next"] is None
    found = deck.client.get(PATH, params={"act": "view", "who": "wang"}).json()
    assert [one["ref"] for one in found["entries"]] == ["k2", "k0"]
    assert (first["broken"], found["broken"]) == ([], [])
    assert deck.client.get(PATH, params={"since": "2026-11-02T08:00"}).status_code == 422


def test_a_line_that_was_changed_is_named(deck: Deck) -> None:
    """Also on a filtered page."""
    _filled(deck)
    deck.store._tables.audit[2] = replace(deck.store._tables.audit[2], who="nobody")  # type: ignore[attr-defined]  # a forger's hand
    assert deck.client.get(PATH).json()["broken"] == [2]
    assert deck.client.get(PATH, params={"who": "nobody"}).json()["broken"] == [2]


def test_auditors_and_administrators_alone_read_it(deck: Deck) -> None:
    """By role, whatever the address; that somebody tried is in it."""
    with_people(deck)
    for role in set(Role) - {Role.PLATFORM}:
        add(deck, f"the-{role.value}", role)
        expected = 200 if role in {Role.AUDITOR, Role.ADMINISTRATOR} else 403
        assert logged_in(deck, f"the-{role.value}").get(PATH).status_code == expected
    refused = deck.client.get(PATH, params={"outcome": "refused"}).json()["entries"]
    assert {one["who"] for one in refused} == {"the-operator", "the-supervisor", "the-engineer"}


def test_a_number_that_no_database_holds_is_refused(deck: Deck) -> None:
    """As a mistake of the caller."""
    assert deck.client.get(PATH, params={"before": 10**20}).status_code == 422
