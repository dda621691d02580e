from __future__ import annotations

from core.people.roles import ADMINISTRATIVE, PERMISSIONS, Act, Role
from core.people.scope import Scope
from core.people.who import Who, machine


def test_a_machine_may_act_for_whom_it_names_and_a_person_only_for_himself() -> None:
    """The platform passes on its operators' names; nobody at the console signs as somebody else."""
    assert machine("api", administers=False).said(" li ") == "operator:li"
    assert machine("api", administers=False).said("") == "operator:api"
    li = Who(name="li", role=Role.OPERATOR, person=True)
    assert li.said("wang") == "operator:li"
    assert li.called("wang") == "li"


def test_a_token_that_does_not_administer_may_all_the_rest() -> None:
    """As before there were roles."""
    assert machine("api", administers=False).permissions == frozenset(Act) - ADMINISTRATIVE
    assert machine("admin", administers=True).permissions == PERMISSIONS[Role.ADMINISTRATOR]


def test_a_caller_sees_within_his_scope() -> None:
    """The scope decides, whatever the role allows."""
    who = Who(name="li", role=Role.OPERATOR, scope=Scope(owners=("police",)))
    assert who.sees(grid=None, owners=["police"])
    assert not who.sees(grid=None, owners=["schools"])
    assert not who.may(Act.SEE)
