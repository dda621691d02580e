from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.load.flood import Flood
from alerts.load.inhibition import Cause, Inhibition
from alerts.load.item import Item, at_least
from alerts.load.queue import Queue, Situation
from alerts.load.silence import Matchers
from alerts.load.stages import sort_out
from core.config.settings.load import Load
from core.matter import SEVERITIES, severity_level
from tests.builders_load import NOON, STREET, item, shelf, silence, situation

DARK = Inhibition(
    id="host-1",
    cause=Cause.OUTAGE,
    since=NOON,
    cameras=frozenset({"cam-1"}),
    facts={"name": "主机甲", "name_en": "host A"},
)


def _shown(queue: Queue) -> list[list[str]]:
    return [[card.item.id for card in row.cards] for row in queue.rows]


def _held(queue: Queue) -> dict[str, str]:
    return {card.item.id: card.by for card in queue.held}


def test_in_calm_everything_is_a_line_of_its_own_the_most_telling_first():
    """Severity, then certainty, age and place decide; equal points: who has waited longest."""
    queue = sort_out(
        [
            item("minor"),
            item("old", minutes=90),
            item("older", minutes=95),
            item("severe", severity="severe"),
        ],
        situation(),
    )
    assert _shown(queue) == [["severe"], ["older"], ["old"], ["minor"]]
    assert queue.held == ()
    assert queue.rows[0].head.why.tell("en") == "shown: nothing holds it back"


def test_each_cause_holds_back_with_its_reason():
    """By a dark host, a silence, a shelf: whoever comes first in the list of stages."""
    queue = sort_out(
        [
            item("dark"),
            item("silent", cameras=("cam-2",)),
            item("aside", cameras=("cam-2",), matter="illegal_parking"),
            item("seen", cameras=("cam-2",), matter="piled_goods"),
        ],
        situation(inhibitions=[DARK], silences=(silence(),), shelves={"aside": shelf("aside")}),
    )
    assert _shown(queue) == [["seen"]]
    assert _held(queue) == {"dark": "outage", "silent": "silence", "aside": "shelf"}
    told = {card.by: (card.why.tell("zh"), card.why.tell("en")) for card in queue.held}
    assert told["outage"] == ("暂缓:所属摄像机中断(主机甲)", "held back: its cameras are dark (host A)")
    assert "market day" in told["silence"][1]
    assert "operator:li" in told["shelf"][0]


def test_a_flood_makes_one_line_of_alike_alarms():
    """By street and matter, with a count; two alike are no group, and nobody's case is folded in."""
    alike = [item(f"a{n}") for n in range(4)]
    other = [item("b", grid="330109009"), item("c", grid="330109009")]
    theirs = item("d", waits=False)
    queue = sort_out([*alike, *other, theirs], situation(flooded=True))
    assert _shown(queue) == [["a0", "a1", "a2", "a3"], ["b"], ["c"], ["d"]]
    assert queue.rows[0].group == f"{STREET}/exposed_garbage"
    assert queue.rows[0].why.tell("en").startswith("4 alike, told as one: 30 alarms in 10 minutes")
    assert _shown(sort_out(alike, situation())) == [["a0"], ["a1"], ["a2"], ["a3"]]


def test_a_severe_incident_is_always_a_line_of_its_own():
    """Neither dark hosts nor silences, shelves or floods hide it."""
    severe = [item(f"s{n}", severity="severe") for n in range(5)]
    queue = sort_out(
        severe,
        situation(flooded=True, inhibitions=[DARK], silences=(silence(),), shelves={"s1": shelf("s1")}),
    )
    assert [ids for (ids,) in _shown(queue)] == ["s0", "s1", "s2", "s3", "s4"]


def test_standing_and_chattering_alarms_are_named_where_they_are():
    """After 24 hours without anybody, and from the third alarm of one source."""
    queue = sort_out(
        [item("old", minutes=25 * 60), item("often", source="cam-9"), item("plain")],
        situation(raised={"cam-9": 3, "cam-1/kerb/exposed_garbage": 2}),
    )
    named = {row.head.item.id: [why.tell("en") for why in row.head.names] for row in queue.rows}
    assert named["old"] == ["standing: nobody has taken it for 25 h"]
    assert named["often"] == ["chattering: its source has raised 3 alarms in 6.0 h"]
    assert named["plain"] == []


def test_what_does_not_count_enough_waits_at_the_end_and_asks_for_nothing():
    """`ask_from` draws the line; what a person confirmed, or what is late, asks all the same."""
    rule = Load(ask_from="moderate")
    queue = sort_out(
        [
            item("minor", minutes=90),
            item("confirmed", certainty="observed"),
            item("late", overdue=True),
            item("moderate", severity="moderate"),
        ],
        situation(rule=rule),
    )
    asks = {row.head.item.id: row.head.asks for row in queue.rows}
    assert asks == {"late": True, "moderate": True, "confirmed": True, "minor": False}
    assert _shown(queue)[-1] == ["minor"]


# Anything at all may come together: these hold whatever it is.

SEVERITY = st.sampled_from(SEVERITIES)
CAMERA = st.sampled_from(["cam-1", "cam-2", "cam-3"])
MATTER = st.sampled_from(["exposed_garbage", "ponding", "crowding"])
GRID = st.sampled_from(["", STREET, "330109001002003", "330109002001001"])
HOURS = st.floats(min_value=-30, max_value=30).map(lambda hours: timedelta(hours=hours))


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Draw a handful of incidents."""
    return [
        item(
            f"inc_{number}",
            severity=draw(SEVERITY),
            matter=draw(MATTER),
            grid=draw(GRID),
            cameras=tuple(draw(st.lists(CAMERA, max_size=2, unique=True))),
            certainty=draw(st.sampled_from(["observed", "likely", "possible"])),
            waits=draw(st.booleans()),
            overdue=draw(st.booleans()),
            minutes=draw(st.floats(min_value=0, max_value=3000)),
        )
        for number in range(draw(st.integers(min_value=0, max_value=12)))
    ]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw what holds back: outages, weather, silences and shelves, past, present and to come."""
    silences = tuple(
        silence(
            id=f"sil_{number}",
            matchers=Matchers(
                matters=tuple(draw(st.lists(MATTER, max_size=1))),
                grid=draw(GRID),
                severities=tuple(draw(st.lists(SEVERITY, max_size=2))),
            ),
            starts_at=NOON + draw(HOURS),
            ends_at=NOON + draw(HOURS),
        )
        for number in range(draw(st.integers(min_value=0, max_value=4)))
    )
    weather = Inhibition(id="rain", cause=Cause.WEATHER, since=NOON, grid=draw(GRID), spares=("ponding",))
    dark = Inhibition(id="dark", cause=Cause.OUTAGE, since=NOON, cameras=frozenset(draw(st.sets(CAMERA))))
    return situation(
        rule=Load(
            never_hidden=draw(SEVERITY),
            ask_from=draw(SEVERITY),
            group_least=2,
            group_by=tuple(
                draw(st.lists(st.sampled_from(["street", "matter", "owner"]), min_size=1, max_size=3))
            ),
        ),
        inhibitions=draw(st.sampled_from([[], [weather], [dark], [dark, weather]])),
        silences=silences,
        shelves={
            f"inc_{n}": shelf(f"inc_{n}", until=NOON + draw(HOURS)) for n in draw(st.sets(st.integers(0, 12)))
        },
        flood=draw(st.sampled_from([Flood(), Flood(since=NOON, arrivals=99)])),
    )


@settings(max_examples=60, deadline=None)
@given(items(), situations())
def test_nothing_is_lost(given_items, given_situation):
    """What is shown and what is held back are all there is, each exactly once, each with its reason."""
    queue = sort_out(given_items, given_situation)
    shown = [card.item.id for row in queue.rows for card in row.cards]
    held = [card.item.id for card in queue.held]
    assert sorted(shown + held) == sorted(one.id for one in given_items)
    assert sum(queue.held_by.values()) == len(held)
    assert all(card.by and "load.held." in card.why.code for card in queue.held)


@settings(max_examples=60, deadline=None)
@given(items(), situations())
def test_the_highest_severity_is_always_shown(given_items, given_situation):
    """From `never_hidden` on each is a line of its own, and no line hides the highest severity in it."""
    queue = sort_out(given_items, given_situation)
    alone = {row.head.item.id for row in queue.rows if len(row.cards) == 1}
    must = {one.id for one in given_items if at_least(one, given_situation.rule.never_hidden)}
    assert must <= alone
    for row in queue.rows:
        assert severity_level(row.severity) == max(card.item.level for card in row.cards)
        assert row.head.item.level == severity_level(row.severity)


@settings(max_examples=60, deadline=None)
@given(items(), situations())
def test_what_has_expired_holds_nothing_back(given_items, given_situation):
    """Whatever is held back by a silence or a shelf is held by one that is in force now."""
    queue = sort_out(given_items, given_situation)
    silences = {one.id: one for one in given_situation.silences}
    for card in queue.held:
        if card.by == "silence":
            assert silences[card.ref].starts_at <= NOON < silences[card.ref].ends_at
        if card.by == "shelf":
            assert given_situation.shelves[card.item.id].until > NOON


def test_the_very_same_item_keeps_its_points_until_it_is_made_anew():
    """Two thousand lines are ranked many times for one that changes; an equal item made later counts anew."""
    one = item("a")
    first = sort_out([one], situation())
    later = NOON + timedelta(minutes=4)
    before = {card.item.id: card for card in first.cards}
    kept = sort_out([one], replace(situation(), now=later, before=before))
    assert kept.cards[0] is first.cards[0]
    anew = sort_out([replace(one)], replace(situation(), now=later, before=before))
    assert anew.cards[0].points > first.cards[0].points
