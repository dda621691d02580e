"""The audit of everything: the chain of the whole store, every case, and a head that somebody noted.

Who can write the database can also write all of the trail anew, chains and all. What he cannot change is a head
that was noted elsewhere before: it is in the chain, or the rows up to it are not those that were written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from alerts.audit.case import faults_of_file
from alerts.audit.fault import Fault, in_order
from alerts.store.base import FIRST, Head, Reader
from alerts.store.casefile import CaseFile
from alerts.store.trail import chain_of

MOST = 100  # faults that are told; there may be more
_PAGE = 2000  # rows
_CASES = 200  # at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What came of it."""

    rows: int
    cases: int
    head: Head
    faults: tuple[Fault, ...]  # in the order of their rows
    noted: tuple[tuple[str, int], ...] = ()  # the heads asked for that are in the chain: (chain, its row)

    @property
    def whole(self) -> bool:
        """Return whether all is as it was written."""
        return not self.faults


@dataclass(slots=True)
class _Walked:
    rows: int = 0
    chain: str = FIRST
    noted: dict[str, int] = field(default_factory=dict)


def audit(
    reader: Reader, *, noted: Collection[str] = (), progress: Callable[[float], None] = lambda _: None
) -> Audit:
    """Walk everything.

    Args:
        reader: one consistent view of the store.
        noted: chains that somebody noted as the head at some time; each must be among the rows.
        progress: told how many rows have been walked, of twice `trail_head().number`.
    """
    head, faults, cases = reader.trail_head(), list[Fault](), set[str]()
    walked = _Walked(noted={FIRST: 0} if FIRST in noted else {})
    faults += _up_to(MOST, _chain(reader, head, noted, walked, cases, progress))
    faults += [
        Fault(what=f"the noted head {one} is not in the chain: rows up to it were changed or taken out")
        for one in noted
        if one not in walked.noted
    ]
    for done, file in enumerate(_files(reader, cases), 1):
        if len(faults) >= MOST:
            break
        faults += _up_to(MOST - len(faults), faults_of_file(file))
        progress(walked.rows + walked.rows * done / max(1, len(cases)))
    return Audit(
        rows=walked.rows,
        cases=len(cases),
        head=head,
        faults=tuple(sorted(faults, key=in_order)),
        noted=tuple(walked.noted.items()),
    )


def _chain(
    reader: Reader,
    head: Head,
    noted: Collection[str],
    walked: _Walked,
    cases: set[str],
    progress: Callable[[float], None],
) -> Iterator[Fault]:
    """Walk the rows in the order in which they were written."""
    number = 0
    while page := reader.trail(number, _PAGE):
        for row in page:
            if row.number != number + 1:
                yield Fault.at(row, f"rows {number + 1} to {row.number - 1} before it were taken out")
            elif chain_of(row.number, walked.chain, row.hash) != row.chain:
                yield Fault.at(row, "its chain does not follow from its hash and the row before it")
            number, walked.chain = row.number, row.chain
            if row.chain in noted:
                walked.noted[row.chain] = row.number
            cases.add(row.incident_id)
        walked.rows += len(page)
        progress(walked.rows)
    if number < head.number:
        yield Fault(
            number=number + 1,
            what=f"rows {number + 1} to {head.number} at the end were taken out",
        )
    elif (number, walked.chain) != (head.number, head.chain):
        yield Fault(
            number=number, what=f"the head is row {head.number}, {head.chain}; the last row is another"
        )


def _files(reader: Reader, in_trail: set[str]) -> Iterator[CaseFile]:
    """Yield every case that is or should be on record, then those of the trail that are not."""
    left, after = set(in_trail), ""
    while ids := reader.on_record(after, _CASES):
        left.difference_update(ids)
        yield from reader.case_files(ids)
        after = ids[-1]
    rest = sorted(left)
    for start in range(0, len(rest), _CASES):
        yield from reader.case_files(rest[start : start + _CASES])


def _up_to(most: int, faults: Iterator[Fault]) -> list[Fault]:
    return [fault for fault, _ in zip(faults, range(most), strict=False)]
