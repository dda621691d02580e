"""The audit of the acts: the chain of who did or saw what, and heads that somebody noted.

Old acts are dropped by age, from the front; whoever takes out more than that from the front, hashes and all, is found
by a head that was noted before, as for the trail of cases.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from alerts.audit.fault import Fault
from alerts.audit.whole import MOST
from alerts.store.base import Reader
from core.people.audit import Entry, bound

_PAGE = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Acts:
    """What came of it."""

    rows: int
    first: int  # number of the oldest that is kept; 0 for none
    head: tuple[int, str]  # number and hash of the newest
    faults: tuple[Fault, ...]  # in the order of their rows, at most MOST
    noted: tuple[tuple[str, int], ...] = ()  # of the heads asked for, those in this chain: (hash, its row)

    @property
    def whole(self) -> bool:
        """Return whether all is as it was written."""
        return not self.faults


@dataclass(slots=True)
class _Walked:
    rows: int = 0
    first: int = 0
    last: Entry | None = None


def audit_acts(
    reader: Reader, *, noted: Collection[str] = (), progress: Callable[[float], None] = lambda _: None
) -> Acts:
    """Walk every act that is kept, oldest first.

    Args:
        reader: one consistent view of the store.
        noted: hashes that somebody noted as a head at some time; which of them are in this chain is told.
        progress: told how many rows have been walked.
    """
    head, walked, found = reader.audit_head(), _Walked(), dict[str, int]()
    faults = list[Fault]()
    for fault in _chain(reader, head, walked, noted, found, progress):
        if len(faults) < MOST:
            faults.append(fault)
    return Acts(
        rows=walked.rows, first=walked.first, head=head, faults=tuple(faults), noted=tuple(found.items())
    )


def _chain(
    reader: Reader,
    head: tuple[int, str],
    walked: _Walked,
    noted: Collection[str],
    found: dict[str, int],
    progress: Callable[[float], None],
) -> Iterator[Fault]:
    while page := reader.audit_after(walked.last.number if walked.last else 0, _PAGE):
        for entry in page:
            if (fault := _fault(walked.last, entry)) is not None:
                yield fault
            if entry.hash in noted:
                found[entry.hash] = entry.number
            walked.first, walked.last = walked.first or entry.number, entry
        walked.rows += len(page)
        progress(walked.rows)
    last = walked.last.number if walked.last else 0
    if last < head[0]:
        yield _of(last + 1, f"acts {last + 1} to {head[0]} at the end were taken out")
    elif walked.last is not None and (last, walked.last.hash) != head:
        yield _of(last, f"the head of the acts is row {head[0]}, {head[1]}; the last row is another")
    if not last and reader.users():  # the newest stays, however old
        yield Fault(of="act", what="there are accounts, but every act is gone")


def _fault(last: Entry | None, entry: Entry) -> Fault | None:
    if last is not None and entry.number != last.number + 1:
        return _of(entry.number, f"acts {last.number + 1} to {entry.number - 1} before it were taken out")
    if last is not None and entry.before != last.hash:
        return _of(entry.number, "it is not bound to the act before it")
    expected = bound(entry, entry.number, entry.before).hash
    if expected != entry.hash:
        return _of(entry.number, f"its content has the hash {expected}, {entry.hash} was written")
    return None


def _of(number: int, what: str) -> Fault:
    return Fault(of="act", number=number, what=what)
