"""What an operator has said shall be done with a case: kept for some seconds, then carried out. Pure.

Within these seconds its author takes it back and nothing has happened: no step, no delivery, no letter to undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import IllegalStep
from core.reason import Reason

LONGEST_TEXT = 500  # characters


class Kind(StrEnum):
    """What can be done."""

    ACKNOWLEDGE = "acknowledge"
    CONFIRM = "confirm"  # also lets go what waits for a person's confirmation before the platform is told
    REJECT = "reject"
    ASSIGN = "assign"  # another unit is responsible
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    MERGE = "merge"
    SPLIT = "split"
    LOOK_AGAIN = "look_again"
    SEND_AGAIN = "send_again"  # what was called handled more than once goes to the platform once more
    CLOSE = "close"


REJECTIONS = (
    "nothing_there",
    "something_else",
    "allowed",
    "dealt_with",
    "not_ours",
    "bad_picture",
    "other",
)
"""Why a case is rejected: words `shift.reject.<code>`. In the order of the digits that an operator types."""
_NEEDS_TEXT = frozenset(
    {Kind.SHELVE, Kind.MERGE, Kind.SPLIT, Kind.CLOSE}
)  # kept in the history, and asked for


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingAct:
    """One act on one case."""

    id: str
    incident_id: str
    act: Kind
    who: str  # "operator:li"
    at: datetime  # when it was said, UTC
    due_at: datetime  # when it is carried out
    reason: str = ""  # one of REJECTIONS; "" where no list is given
    text: str = ""  # in the operator's words
    unit: str = ""  # code of the unit, of an assignment
    until: datetime | None = None  # end of a shelf
    into: str = ""  # the other case, of a merge
    views: tuple[str, ...] = ()  # subjects that go, of a split
    reports: tuple[str, ...] = ()  # reports that go with them, by `Report.key`
    refused_at: datetime | None = None  # when it turned out to be no longer possible
    refused: Reason | None = None  # why; whoever was working on it reads this

    @property
    def waits(self) -> bool:
        """Whether it is still to be carried out."""
        return self.refused_at is None

    @property
    def why(self) -> Reason:
        """What the history says."""
        if self.act is Kind.REJECT and self.reason != "other":
            said = f" ({self.text.strip()})" if self.text.strip() else ""
            return Reason(code=f"shift.reject.{self.reason}", facts={"text": said})
        return Reason.text(self.text)


def check(act: PendingAct) -> None:
    """Refuse an act that does not say all that it needs.

    Raises:
        IllegalStep: told with what is wanting.
    """
    if act.act is Kind.REJECT:
        if act.reason not in REJECTIONS:
            raise IllegalStep(f"reason: say why it is rejected, one of {', '.join(REJECTIONS)}")
        if act.reason == "other" and not act.text.strip():
            raise IllegalStep("text: say in words why it is rejected; it trains the model")
    if act.act in _NEEDS_TEXT and not act.text.strip():
        raise IllegalStep(f"text: say why; {act.act.value} keeps it in the history")
    if act.act is Kind.ASSIGN and not act.unit:
        raise IllegalStep("unit: name the unit that shall be responsible")
    if act.act is Kind.SHELVE and act.until is None:
        raise IllegalStep("until: say until when it is put aside")
    if act.act is Kind.MERGE and not act.into:
        raise IllegalStep("into: name the case that it is the same as")
    if act.act is Kind.MERGE and act.into == act.incident_id:
        raise IllegalStep(f"{act.incident_id} cannot be merged into itself")
    if act.act is Kind.SPLIT and not act.views:
        raise IllegalStep("views: name the views that go")
