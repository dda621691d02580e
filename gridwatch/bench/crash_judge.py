"""What came of all the kills: what was witnessed, what the store holds and what the receiver kept, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alerts.audit.whole import audit
from alerts.callbacks import SOURCE
from alerts.store.base import DeliveryState, Reader
from gridwatch.bench.crash_audit import Fault, Kind, every_incident, faults_of_delivery, faults_of_store

Lines = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What is wrong, and how much there was to be wrong."""

    incidents: int
    witnessed: int  # versions and answers whose commit was seen
    deliveries: int
    pending: int  # of them, still owed
    arrivals: int
    duplicated: int  # arrivals with an id that had come before
    trail_rows: int
    faults: tuple[Fault, ...]

    def count(self, kind: Kind) -> int:
        """Return how many faults of a kind there are; broken trails are counted by case."""
        of_kind = [fault for fault in self.faults if fault.kind is kind]
        return len({fault.about for fault in of_kind}) if kind is Kind.TRAIL else len(of_kind)


def judge(
    reader: Reader, evidence: Path, *, witnessed: Lines, arrivals: Lines, owed: bool = False
) -> Verdict:
    """Check everything. `owed`: deliveries may be under way still; else each must have been accepted."""
    audited = audit(reader)
    counts = reader.count_deliveries()
    names = [arrival["id"] for arrival in arrivals if arrival["status"] == 200]
    return Verdict(
        incidents=len(every_incident(reader)),
        witnessed=len(witnessed),
        deliveries=sum(counts.values()),
        pending=counts.get(DeliveryState.PENDING, 0),
        arrivals=len(names),
        duplicated=len(names) - len(set(names)),
        trail_rows=audited.rows,
        faults=(
            *_of_witnessed(reader, witnessed),
            *faults_of_store(reader, evidence),
            *faults_of_delivery(reader, arrivals, owed=owed),
            *(
                Fault(kind=Kind.TRAIL, about=fault.incident_id or "the store", what=str(fault))
                for fault in audited.faults
            ),
        ),
    )


def _of_witnessed(reader: Reader, witnessed: Lines) -> list[Fault]:
    """Whatever the desk had returned was committed: it is there, in that version or a later one."""
    wrong: list[Fault] = []
    newest: dict[str, int] = {}
    for line in witnessed:
        if "fault" in line:
            wrong.append(Fault(kind=Kind.ALTERED, about="callback", what=line["fault"]))
        elif "message" in line:
            kept = reader.callback_answer(SOURCE, line["message"])
            if kept != line["answer"]:
                wrong.append(
                    Fault(kind=Kind.LOST, about=line["message"], what=f"was answered, kept is {kept}")
                )
        else:
            newest[line["incident"]] = max(line["version"], newest.get(line["incident"], 0))
    for name, version in newest.items():
        incident = reader.incident(name)
        if incident is None:
            wrong.append(Fault(kind=Kind.LOST, about=name, what="was committed and is not there"))
        elif incident.version < version:
            what = f"was committed as version {version}, kept is {incident.version}"
            wrong.append(Fault(kind=Kind.LOST, about=name, what=what))
    return wrong
