"""Scripts: events in, commands out."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.config.settings.hawkeye import Hawkeye
from core.reason import Reason
from gridwatch.hawkeye.events import (
    Closing,
    GoHome,
    HawkEvent,
    Hold,
    HoldEnded,
    HoldTaken,
    HomeEnded,
    Keep,
    Look,
    LookEnded,
    Restored,
    Tell,
    Ticked,
    Turn,
    TurnEnded,
    Wanted,
    Warn,
)
from gridwatch.hawkeye.machine import Stand, State, step
from tests.builders_hawkeye import ARRIVED, FAILED, wish

RULES = Hawkeye(mode="on", at_once=2, waiting=2, patience_s=100, again_s=10)
SEEN = Reason(code="hawk.seen")


class Play:
    """A script being played."""

    def __init__(self, rules: Hawkeye = RULES) -> None:
        self.state, self.rules, self.at = State(), rules, 0.0

    def __call__(self, kind: type[Any], *, after: float = 1.0, **fields: Any) -> list[Any]:
        """Let something happen; return the commands."""
        self.at += after
        event: HawkEvent = kind(at=self.at, **fields)
        self.state, commands = step(self.state, event, self.rules)
        return list(commands)

    def want(self, *given: Any, **more: Any) -> list[Any]:
        """Let an incident open now."""
        return self(Wanted, wish=wish(*given, at=self.at + 1, **more))


def kinds(commands: list[Any]) -> list[str]:
    """Name the commands."""
    return [type(one).__name__ for one in commands]


def test_a_whole_round() -> None:
    """Written down, turned, looked, sent home, written down."""
    play = Play()
    commands = play.want()
    assert commands[0] == Keep(camera_id="dome", away=True, hold=None)
    assert kinds(commands) == ["Keep", "Turn"]
    assert kinds(play(TurnEnded, camera_id="dome", turned=ARRIVED)) == ["Look"]
    assert play(LookEnded, camera_id="dome", kept=True, why=SEEN) == [GoHome(camera_id="dome")]
    assert play(HomeEnded, camera_id="dome", turned=ARRIVED) == [
        Keep(camera_id="dome", away=False, hold=None)
    ]
    assert play.state.head("dome").at_home
    assert (play.state.counts.taken, play.state.counts.homes) == (1, 1)


def test_a_stay_at_home_ends_with_every_leaving() -> None:
    """A picture taken across a round is recognised by its number."""
    play = Play()
    before = play.state.head("dome").stay
    play.want()
    play(TurnEnded, camera_id="dome", turned=FAILED)
    play(HomeEnded, camera_id="dome", turned=ARRIVED)
    assert play.state.head("dome").stay == before + 1
    assert play.state.head("dome").at_home


def test_a_turn_that_failed_is_told_and_ends_at_home() -> None:
    """Whether it moved or not: it is sent home."""
    play = Play()
    play.want()
    told, back = play(TurnEnded, camera_id="dome", turned=FAILED)
    assert told == Tell(incident_id="inc-1", camera_id="dome", why=FAILED.why)
    assert back == GoHome(camera_id="dome")
    assert play.state.counts.failed == 1


def test_the_next_best_camera_is_asked() -> None:
    """The first fails: said so, and the second is turned."""
    play = Play()
    play.want("inc-1", "dome", "other")
    commands = play(TurnEnded, camera_id="dome", turned=FAILED)
    assert kinds(commands) == ["Tell", "GoHome", "Keep", "Turn"]
    assert commands[-1].camera_id == "other"
    commands = play(TurnEnded, camera_id="other", turned=ARRIVED)
    assert kinds(play(LookEnded, camera_id="other", kept=False, why=SEEN)) == ["Tell", "GoHome"]
    assert play.state.counts.failed == 1


def test_one_command_at_a_time_per_camera() -> None:
    """The second incident waits until the camera is home again."""
    play = Play()
    play.want("inc-1")
    assert play.want("inc-2") == []
    play(TurnEnded, camera_id="dome", turned=ARRIVED)
    assert kinds(play(LookEnded, camera_id="dome", kept=True, why=SEEN)) == ["GoHome"]
    assert kinds(play(HomeEnded, camera_id="dome", turned=ARRIVED)) == ["Keep", "Keep", "Turn"]


def test_so_many_cameras_at_once() -> None:
    """The third camera waits for one of the two."""
    play = Play()
    for i in range(3):
        play.want(f"inc-{i}", f"dome-{i}")
    assert [head.stand for head in play.state.heads.values()] == [Stand.TURNING] * 2
    play(TurnEnded, camera_id="dome-0", turned=FAILED)
    assert kinds(play(HomeEnded, camera_id="dome-0", turned=ARRIVED)) == ["Keep", "Keep", "Turn"]


def test_the_same_incident_is_not_turned_to_twice() -> None:
    """Neither while it waits nor while it is looked at."""
    play = Play()
    play.want()
    assert play.want() == []
    assert play.state.waiting == ()


def test_the_queue_is_bounded_and_the_severe_goes_first() -> None:
    """Two wait for a camera; the least severe and latest is left out, counted and told."""
    play = Play()
    play.want("inc-0")
    play.want("minor", rank=0)
    play.want("severe", rank=2)
    told = play.want("late", rank=0)
    assert [(one.incident_id, one.why.code) for one in told] == [("late", "hawk.shed")]
    told = play.want("extreme", rank=3)
    assert [one.incident_id for one in told] == ["minor"]
    assert [one.incident_id for one in play.state.waiting] == ["extreme", "severe"]
    assert play.state.counts.shed == 2


def test_who_waits_too_long_is_left_out() -> None:
    """A second view five minutes later shows something else."""
    play = Play()
    play.want("inc-1")
    play.want("inc-2")
    told = play(Ticked, after=101)
    assert [(one.incident_id, one.why.code) for one in told] == [("inc-2", "hawk.too_late")]
    assert play.state.counts.late == 1


def test_a_camera_that_does_not_come_home_is_sent_again_and_again() -> None:
    """After 10 s, 20, 40 ...; operators are told at once, and when it has come."""
    play = Play()
    play.want()
    play(TurnEnded, camera_id="dome", turned=FAILED)
    assert kinds(play(HomeEnded, camera_id="dome", turned=FAILED)) == ["Warn"]
    assert play(Ticked, after=8) == []
    assert kinds(play(Ticked, after=3)) == ["GoHome"]
    assert play(HomeEnded, camera_id="dome", turned=FAILED) == []
    assert play(Ticked, after=18) == []
    assert kinds(play(Ticked, after=3)) == ["GoHome"]
    commands = play(HomeEnded, camera_id="dome", turned=ARRIVED)
    assert kinds(commands) == ["Keep", "Warn"]
    assert commands[1] == Warn(camera_id="dome", why=Reason(code="hawk.home_again"))
    assert play.state.counts.strays == 2


def test_a_stray_is_turned_to_nothing() -> None:
    """Its home view comes first: it is what it is there for."""
    play = Play()
    play.want()
    play(TurnEnded, camera_id="dome", turned=FAILED)
    play(HomeEnded, camera_id="dome", turned=FAILED)
    assert play.want("inc-2") == []


def test_a_held_camera_is_not_turned() -> None:
    """Refused, told who uses it; another camera is asked."""
    play = Play()
    hold = Hold(who="Li", until=1000)
    assert play(HoldTaken, camera_id="dome", hold=hold) == [Keep(camera_id="dome", away=True, hold=hold)]
    assert not play.state.head("dome").at_home
    told = play.want("inc-1")
    assert [(one.why.code, one.why.facts["who"]) for one in told] == [("hawk.held", "Li")]
    assert play.state.counts.refused == 1
    assert kinds(play.want("inc-2", "dome", "other")) == ["Keep", "Turn"]


def test_a_hold_that_is_given_back_sends_it_home() -> None:
    """A person may have left it anywhere."""
    play = Play()
    play(HoldTaken, camera_id="dome", hold=Hold(who="Li", until=1000))
    commands = play(HoldEnded, camera_id="dome")
    assert commands == [Keep(camera_id="dome", away=True, hold=None), GoHome(camera_id="dome")]
    assert play(HoldEnded, camera_id="other") == []


def test_a_hold_ends_by_itself() -> None:
    """When its time is over, at the next tick."""
    play = Play()
    play(HoldTaken, camera_id="dome", hold=Hold(who="Li", until=60))
    assert play(Ticked, after=50) == []
    assert kinds(play(Ticked, after=20)) == ["Keep", "GoHome"]


def test_a_hold_during_a_turn() -> None:
    """What is under way ends; then the camera is the person's, and the incident goes to another."""
    play = Play()
    play.want("inc-1", "dome", "other")
    play(HoldTaken, camera_id="dome", hold=Hold(who="Li", until=1000))
    commands = play(TurnEnded, camera_id="dome", turned=ARRIVED)
    assert kinds(commands) == ["Tell", "Keep", "Turn"]
    assert commands[-1].camera_id == "other"
    assert play.state.head("dome").stand is Stand.AWAY
    assert kinds(play(HoldEnded, camera_id="dome")) == ["Keep", "GoHome"]


def test_a_hold_during_the_way_home() -> None:
    """It counts as no failure, and it is sent home after the hold."""
    play = Play()
    play.want()
    play(TurnEnded, camera_id="dome", turned=FAILED)
    play(HoldTaken, camera_id="dome", hold=Hold(who="Li", until=1000))
    assert play(HomeEnded, camera_id="dome", turned=ARRIVED) == []
    assert play.state.head("dome").failures == 0
    assert kinds(play(HoldEnded, camera_id="dome")) == ["Keep", "GoHome"]


def test_who_waits_is_told_of_a_hold() -> None:
    """The queue of a camera that a person takes is not kept waiting."""
    play = Play()
    play.want("inc-1")
    play.want("inc-2")
    commands = play(HoldTaken, camera_id="dome", hold=Hold(who="Li", until=1000))
    assert [one.incident_id for one in commands if isinstance(one, Tell)] == ["inc-2"]


def test_after_a_kill_everybody_who_was_away_is_sent_home() -> None:
    """But who is still held, after the hold."""
    play = Play()
    assert play(Restored, camera_id="dome", hold=None) == [GoHome(camera_id="dome")]
    assert play(Restored, camera_id="held", hold=Hold(who="Li", until=60)) == []
    assert kinds(play(Ticked, after=100)) == ["Keep", "GoHome"]


def test_at_a_stop_nothing_is_begun_and_everybody_goes_home() -> None:
    """Once; what does not come home is sent by the next start."""
    play = Play()
    play.want("inc-1")
    play.want("inc-2")
    assert play(Closing) == []
    assert kinds(play(TurnEnded, camera_id="dome", turned=FAILED)) == ["Tell", "GoHome"]
    assert play.want("inc-3") == []
    assert kinds(play(HomeEnded, camera_id="dome", turned=FAILED)) == ["Warn"]


def test_ends_that_nobody_waits_for_change_nothing() -> None:
    """An answer that comes twice, or after a restart."""
    play = Play()
    for kind, fields in (
        (TurnEnded, {"turned": ARRIVED}),
        (LookEnded, {"kept": True, "why": SEEN}),
        (HomeEnded, {"turned": ARRIVED}),
    ):
        assert play(kind, camera_id="dome", **fields) == []
    assert play.state.counts.taken == 0


class Chaos:
    """Carries commands out in any order, well or not, and checks what must always hold."""

    def __init__(self) -> None:
        self.play = Play(Hawkeye(mode="on", at_once=2, waiting=2, patience_s=30, again_s=5))
        self.under_way: dict[str, Any] = {}
        self.noted: dict[str, bool] = {}

    def do(self, commands: list[Any]) -> None:
        """Carry out."""
        for command in commands:
            if isinstance(command, Keep):
                self.noted[command.camera_id] = command.away
            elif isinstance(command, Turn | Look | GoHome):
                assert command.camera_id not in self.under_way, "one command at a time"
                assert self.noted.get(command.camera_id), "it may not leave unnoted"
                hold = self.play.state.head(command.camera_id).hold
                assert hold is None or hold.until <= self.play.at, "it is a person's"
                self.under_way[command.camera_id] = command
        assert all(sum(one.camera_id == c for one in self.play.state.waiting) <= 2 for c in "ab")

    def end(self, camera_id: str, *, well: bool) -> None:
        """Let what is under way end."""
        command = self.under_way.pop(camera_id, None)
        turned = ARRIVED if well else FAILED
        if isinstance(command, Turn):
            self.do(self.play(TurnEnded, camera_id=camera_id, turned=turned))
        elif isinstance(command, Look):
            self.do(self.play(LookEnded, camera_id=camera_id, kept=well, why=SEEN))
        elif isinstance(command, GoHome):
            self.do(self.play(HomeEnded, camera_id=camera_id, turned=turned))

    def happen(self, what: str, camera_id: str, n: int) -> None:
        """Let something happen."""
        other = "b" if camera_id == "a" else "a"
        match what:
            case "want":
                cameras = (camera_id, other)[: 1 + n % 2]
                self.do(self.play.want(f"inc-{self.play.at}", *cameras, rank=n % 4))
            case "hold":
                hold = Hold(who="Li", until=self.play.at + 1 + n)
                self.do(self.play(HoldTaken, camera_id=camera_id, hold=hold))
            case "release":
                self.do(self.play(HoldEnded, camera_id=camera_id))
            case "tick":
                self.do(self.play(Ticked, after=1 + n))
            case _:
                self.end(camera_id, well=what == "well")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["want", "hold", "release", "tick", "well", "badly"]),
            st.sampled_from("ab"),
            st.integers(0, 30),
        ),
        max_size=30,
    )
)
def test_whatever_happens(script: list[tuple[str, str, int]]) -> None:
    """One command at a time per camera; noted before it leaves; never turned while held; home in the end."""
    chaos = Chaos()
    for what, camera_id, n in script:
        chaos.happen(what, camera_id, n)
    for _ in range(40):
        for camera_id in list(chaos.under_way):
            chaos.end(camera_id, well=True)
        chaos.happen("tick", "a", 30)
    assert all(head.at_home for head in chaos.play.state.heads.values())
    assert not any(chaos.noted.values())
    assert chaos.play.state.waiting == ()
