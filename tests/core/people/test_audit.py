from __future__ import annotations

from dataclasses import replace

import pytest

from core.people.audit import START, AuditQuery, Entry, bound, broken, matches
from tests.builders import at
from tests.builders_people import entry


def _chain(count: int) -> list[Entry]:
    chain: list[Entry] = []
    for number in range(1, count + 1):
        before = chain[-1].hash if chain else START
        chain.append(bound(entry(ref=f"k{number}"), number, before))
    return chain


def test_a_whole_chain_is_whole_also_from_its_middle() -> None:
    """What was pruned is not missed: the first entry that is kept names the one before it."""
    assert broken(_chain(4)) == ()
    assert broken(_chain(4)[2:]) == ()


@pytest.mark.parametrize(
    "change",
    [{"who": "wang"}, {"reason": "x"}, {"at": at(1)}, {"outcome": "refused"}, {"address": "x"}, {"role": ""}],
)
def test_a_changed_entry_is_found(change: dict[str, object]) -> None:
    """Whatever was changed in it."""
    chain = _chain(3)
    chain[1] = replace(chain[1], **change)  # type: ignore[arg-type]  # one field of each kind
    assert broken(chain) == (2,)


def test_a_missing_entry_is_found() -> None:
    """By the one after it."""
    chain = _chain(4)
    del chain[1]
    assert broken(chain) == (3,)


def test_an_entry_written_anew_breaks_the_next() -> None:
    """A forger would have to write all the rest anew."""
    chain = _chain(3)
    chain[1] = bound(replace(chain[1], who="wang"), 2, chain[1].before)
    assert broken(chain) == (3,)


def test_an_empty_filter_lets_everything_through() -> None:
    """Each filter that is given must agree; the store's contract tries them one by one."""
    assert matches(AuditQuery(), entry())
    assert not matches(AuditQuery(who="li", act="evidence"), entry())
