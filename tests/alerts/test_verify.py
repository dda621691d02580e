"""Is it gone? What looks add up to, told by history alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.case.eyes import Eyes
from alerts.life import Event
from alerts.verify import all_cleared, begun, stand
from core.config.settings.merging import Merging
from core.incident import Incident, Status, Step
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident, view

DAY = 86400.0


def step(seq: int, event: Event, *, seconds: float, camera: str = "cam-1") -> Step:
    """One step of a history; `handled` and `cleared` lead into verifying, looks stay there."""
    into = event in {Event.HANDLED, Event.CLEARED}
    return Step(
        seq=seq,
        at=at(seconds),
        who="rule:waste",
        what=event.value,
        before=Status.HANDLING if into else Status.VERIFYING,
        after=Status.VERIFYING,
        why=Reason(code="life.look", facts={"camera": camera}),
    )


HANDLED = step(1, Event.HANDLED, seconds=100)
CLEARED = step(1, Event.CLEARED, seconds=100)


def judge(case: Incident, *history: Step, seconds: float = 200) -> Event | None:
    """The step that is due."""
    return stand(case, history, now=at(seconds), merging=Merging()).event


def test_two_present_looks_reopen() -> None:
    """One is not enough."""
    case = incident(Status.VERIFYING)
    one = step(2, Event.LOOK_PRESENT, seconds=120)
    assert judge(case, HANDLED, one) is None
    assert judge(case, HANDLED, one, replace(one, seq=3)) is Event.STILL_THERE


def test_looks_before_the_last_handled_do_not_count() -> None:
    """A second round begins with nothing."""
    present = step(2, Event.LOOK_PRESENT, seconds=120)
    again = step(4, Event.HANDLED, seconds=150)
    history = (HANDLED, present, replace(present, seq=3), again, replace(present, seq=5))
    assert begun(history) is again
    assert judge(incident(Status.VERIFYING), *history) is None


def test_the_rule_clears_what_was_handled() -> None:
    """Handled, and the rule says gone: proven without further looks."""
    assert judge(incident(Status.VERIFYING, view(cleared_at=at(150))), HANDLED) is Event.PROVEN


def test_what_nobody_called_handled_wants_one_more_look() -> None:
    """Seen cleared only: a look of the empty place makes it a proof."""
    case = incident(Status.VERIFYING, view(cleared_at=at(90)))
    assert judge(case, CLEARED) is None
    assert judge(case, CLEARED, step(2, Event.LOOK_CLEAR, seconds=120)) is Event.PROVEN


def test_two_clear_looks_in_a_row_clear_a_view_without_a_rule() -> None:
    """A present look between them starts the count anew."""
    case = incident(Status.VERIFYING, view(seconds=140))
    clear, present = step(2, Event.LOOK_CLEAR, seconds=120), step(3, Event.LOOK_PRESENT, seconds=130)
    assert judge(case, HANDLED, clear, present, replace(clear, seq=4)) is None
    assert judge(case, HANDLED, clear, replace(clear, seq=3)) is Event.PROVEN


def test_every_view_that_can_see_it_must_be_clear() -> None:
    """A second camera is waited for, until it has been blind for 15 minutes."""
    case = incident(Status.VERIFYING, view(cleared_at=at(150)), view("cam-2"))
    standing = stand(case, [HANDLED], now=at(200), merging=Merging())
    assert (standing.event, standing.ask) == (None, ("cam-2",))
    blind = stand(case, [HANDLED], now=at(1100), merging=Merging())
    assert blind.event is Event.PROVEN
    assert blind.why is not None
    assert blind.why.tell() == "gone: 1 of 2 views show the place empty, 1 cannot see it"
    looking = incident(Status.VERIFYING, view(cleared_at=at(150)), view("cam-2", seconds=1000))
    assert judge(looking, HANDLED, seconds=1100) is None


def test_all_blind_is_never_proven() -> None:
    """Nobody can see it: not closed, and after a day it is said, once."""
    case = incident(Status.VERIFYING)
    assert judge(case, HANDLED, seconds=5000) is None
    assert judge(case, HANDLED, seconds=101 + DAY) is Event.NOT_VERIFIED
    said = step(2, Event.NOT_VERIFIED, seconds=101 + DAY)
    after = stand(case, [HANDLED, said], now=at(0) + timedelta(days=9), merging=Merging())
    assert (after.event, after.ask) == (None, ())


def test_a_camera_that_is_back_after_it_was_given_up_is_asked_again() -> None:
    """Its patrol look may have come by night, or its rule may have spoken already: nobody else would ask."""
    said = step(2, Event.NOT_VERIFIED, seconds=101 + DAY)
    back = view("cam-2", last_look=at(3 * DAY))
    case = incident(Status.VERIFYING, view(), back)
    now = at(3 * DAY + 60)
    assert stand(case, [HANDLED, said], now=now, merging=Merging()).ask == ("cam-2",)
    gone = incident(Status.VERIFYING, view(), replace(back, cleared_at=at(3 * DAY)))
    assert stand(gone, [HANDLED, said], now=now, merging=Merging()).event is Event.PROVEN


def test_only_verifying_incidents_are_judged() -> None:
    """An open one stands as it is."""
    assert judge(incident(Status.OPEN), HANDLED) is None
    assert begun([]) is None


def test_all_cleared() -> None:
    """Every view, not any."""
    assert all_cleared(incident(Status.OPEN, view(cleared_at=at(1))))
    assert not all_cleared(incident(Status.OPEN, view(cleared_at=at(1)), view("cam-2")))


def test_how_many_looks_decide_can_be_set() -> None:
    """More to reopen it, k of the last n to clear a view, more proofs of what nobody called handled."""
    case = incident(Status.VERIFYING)
    present = [step(n, Event.LOOK_PRESENT, seconds=100 + n) for n in (2, 3, 4)]
    strict = Merging(verify_present=3, verify_clear=2, verify_clear_of=3, verify_proof=2)

    def due(one: Incident, *history: Step) -> Event | None:
        return stand(one, history, now=at(200), merging=strict).event

    assert due(case, HANDLED, *present[:2]) is None
    assert due(case, HANDLED, *present) is Event.STILL_THERE
    clear, seen = step(2, Event.LOOK_CLEAR, seconds=120), present[0]
    mixed = [replace(one, seq=n) for n, one in enumerate((clear, seen, clear), 2)]
    assert due(case, HANDLED, *mixed) is Event.PROVEN
    assert judge(case, HANDLED, *mixed) is None  # two in a row, where nothing else is said
    cleared = incident(Status.VERIFYING, view(cleared_at=at(90)))
    assert due(cleared, CLEARED, clear) is None
    assert due(cleared, CLEARED, clear, replace(clear, seq=3)) is Event.PROVEN


def test_cameras_that_are_gone_are_not_waited_for_a_day() -> None:
    """Nobody will ever look through them: said after a quarter of an hour; one that is left is waited for."""
    case = incident(Status.VERIFYING, view(), view("cam-2"))
    gone = Eyes(trouble=lambda _: "gone")
    told = stand(case, [HANDLED], now=at(100 + 16 * 60), merging=Merging(), eyes=gone)
    assert (told.event, told.why and told.why.code) == (Event.NOT_VERIFIED, "case.could_not.gone")
    one_left = Eyes(trouble=lambda camera: "gone" if camera == "cam-1" else None)
    waits = stand(case, [HANDLED], now=at(100 + 16 * 60), merging=Merging(), eyes=one_left)
    assert (waits.event, waits.ask) == (None, ("cam-1", "cam-2"))
