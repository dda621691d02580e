"""Which group explains best why cameras are down: counts in, a group out."""

from __future__ import annotations

import pytest

from core.config.settings.outages import OutageRule
from ingest.outage_group import Group, GroupKind, best, group_of, qualifies, sizes

RULE = OutageRule()
DISTRICT = Group(kind=GroupKind.DISTRICT, name="990101")


def owner(name: str) -> Group:
    """An owner's network."""
    return Group(kind=GroupKind.OWNER, name=name)


def host(name: str) -> Group:
    """A recorder."""
    return Group(kind=GroupKind.HOST, name=name)


def street(name: str) -> Group:
    """A street of the grid."""
    return Group(kind=GroupKind.STREET, name=name)


def district() -> dict[str, tuple[Group, ...]]:
    """Five owners with 400 cameras each over four streets; the third has ten recorders of forty channels."""
    return {
        f"{name}-{i:03d}": (
            host(f"{name}-nvr-{i // 40}" if name == "c" else f"{name}-{i}"),
            street(f"99010100{i % 4}"),
            owner(name),
            DISTRICT,
        )
        for name in "abcde"
        for i in range(400)
    }


GROUPS = district()


def explained(*chosen: str) -> Group | None:
    """The group for these cameras."""
    return best(chosen, GROUPS, sizes(GROUPS), RULE)


def test_an_owner_whose_network_is_dark_is_not_the_district() -> None:
    """Also while half of his cameras have not been looked at yet, and with a few strangers among them."""
    assert explained(*(i for i in GROUPS if i.startswith("a"))) == owner("a")
    half = [i for i in GROUPS if i.startswith("a")][::2]
    assert explained(*half, "b-001", "c-399") == owner("a")


def test_two_owners_at_once_are_two_outages() -> None:
    """The better fit first; what it leaves is asked about again."""
    both = [i for i in GROUPS if i[0] in "ab"]
    first = explained(*both)
    assert first in {owner("a"), owner("b")}
    rest = [i for i in both if owner(i[0]) != first]
    assert {first, explained(*rest)} == {owner("a"), owner("b")}


def test_a_recorder_a_street_and_everybody() -> None:
    """Each is found by its own name."""
    assert explained(*(f"c-{i:03d}" for i in range(40, 80))) == host("c-nvr-1")
    assert explained(*(i for i in GROUPS if int(i[-3:]) % 4 == 2)) == street("990101002")
    assert explained(*list(GROUPS)[::7]) == DISTRICT  # a seventh of all, of every owner


def test_a_part_of_everybody_is_one_alarm_however_uneven() -> None:
    """A third of one owner and a seventh of the others is the district; a third of one owner alone is his network."""
    uneven = [i for i in GROUPS if i[0] == "a"][::3] + [i for i in GROUPS if i[0] != "a"][::7]
    assert explained(*uneven) == DISTRICT
    assert explained(*(i for i in GROUPS if i[0] == "a" and int(i[-3:]) % 3 == 0)) == owner("a")


def test_few_cameras_are_their_own_trouble() -> None:
    """Seven of an owner's four hundred are no outage; three channels of a recorder of three are one."""
    assert explained(*(f"a-{i:03d}" for i in range(7))) is None
    assert explained() is None
    groups = {f"x-{i}": (host("dvr"), owner("x")) for i in range(3)} | {"x-3": (host("x-3"), owner("x"))}
    assert best(["x-0", "x-1", "x-2"], groups, sizes(groups), RULE) == host("dvr")


@pytest.mark.parametrize(
    ("group", "down", "members", "said"),
    [
        (owner("a"), 8, 16, True),
        (owner("a"), 7, 14, False),
        (owner("a"), 8, 17, False),
        (owner("a"), 50, 5000, True),
        (owner("a"), 49, 5000, False),
        (host("h"), 3, 6, True),
        (host("h"), 2, 2, False),
    ],
)
def test_the_rule(group: Group, down: int, members: int, said: bool) -> None:
    """A share and a least number, or very many; of one host three are enough."""
    assert qualifies(group, down, members, RULE) is said


def test_a_group_is_one_object_whoever_asks_for_it():
    """So that counting thousands of cameras by group compares no words."""
    assert group_of(GroupKind.OWNER, "market") is group_of(GroupKind.OWNER, "mar" + "ket"[:3])
    assert group_of(GroupKind.OWNER, "market") == Group(kind=GroupKind.OWNER, name="market")
