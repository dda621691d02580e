from __future__ import annotations

from api.models.me import AskedOut, MeOut, TotpOut
from core.people.roles import Role
from core.people.scope import Scope
from core.people.who import Who


def test_who_has_no_other_name_is_shown_by_his_own() -> None:
    """The console always has something to greet."""
    who = Who(name="li", role=Role.AUDITOR, scope=Scope(grids=("330109",)))
    asked = AskedOut(always=False, owners=["police"])
    told = MeOut.of(who, totp=TotpOut(enrolled=False, required=True), reason=asked)
    assert (told.display_name, told.scope.grids, told.scope.owners) == ("li", ["330109"], [])
