from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.shift.claim import Claimed
from api.seen import check_free, seen_incident, seen_incidents, sees
from core.errors import NotFound
from core.people.scope import Scope
from core.people.who import machine


def test_what_lies_outside_of_the_scope_is_not_there(deck):
    """That it exists is not told: the same answer as for an unknown one."""
    heap = deck.incident()
    services = deck.app.state.services
    anybody = machine("api", administers=False)
    stranger = replace(anybody, scope=Scope(owners=("police",)))
    assert seen_incident(anybody, services, heap.id).id == heap.id
    assert not sees(stranger, heap)
    assert seen_incidents(stranger, services, [heap.id, "inc_x"]) == {}
    with pytest.raises(NotFound, match=heap.id):
        seen_incident(stranger, services, heap.id)


def test_a_person_does_not_act_on_what_a_colleague_works_on(deck):
    """By no route; a machine, which acts for people of its own, does."""
    heap = deck.incident().id
    services = deck.app.state.services
    deck.shift.claim(heap, who="operator:wang")
    machines = machine("api", administers=False)
    check_free(machines, services, heap)
    check_free(replace(machines, name="wang", person=True), services, heap)
    with pytest.raises(Claimed, match="wang is working on"):
        check_free(replace(machines, name="li", person=True), services, heap)
