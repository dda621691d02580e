"""Rows that are one camera written twice, or two cameras with one name, code or address. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from core.geo import Datum, LocalPlane, LonLat, distance_m
from gridwatch.onboarding.columns import Columns
from gridwatch.onboarding.drafts import Draft
from gridwatch.onboarding.faults import Facts, Fault
from gridwatch.onboarding.ledger import Row

NEAR_M = 5.0  # cameras of one name on one pole


def doubles(drafts: Sequence[Draft], rows: Mapping[int, Row], columns: Columns) -> list[Fault]:
    """Return what is there twice. Of equal rows the first stays; where two differ, nobody knows which is right.

    Args:
        drafts: of all rows.
        rows: line to row.
        columns: what counts of a row; a running number does not.
    """
    faults, rest = _same_rows(drafts, rows, columns)
    told = {fault.line for fault in faults}
    for field, values in (("id", _by(rest, "id")), ("code", _by(rest, "code"))):
        for value, twins in values.items():
            for draft, other in _pairs(twins):
                if draft.line not in told or field == "id":
                    told.add(draft.line)
                    facts: Facts = {"value": value, "other": other.line}
                    column = columns.header(field if field in columns.headers else "code")
                    faults.append(Fault(kind="twin_id", line=draft.line, column=column, facts=facts))
    faults += _addresses([draft for draft in rest if draft.line not in told], columns)
    told |= {fault.line for fault in faults}
    faults += _neighbours([draft for draft in rest if draft.line not in told], columns)
    return faults


def _same_rows(
    drafts: Sequence[Draft], rows: Mapping[int, Row], columns: Columns
) -> tuple[list[Fault], list[Draft]]:
    counted = [i for i, field in enumerate(columns.fields) if field is not None]
    first: dict[tuple[str, ...], int] = {}
    faults: list[Fault] = []
    rest: list[Draft] = []
    for draft in drafts:
        cells = rows[draft.line].cells
        line = first.setdefault(tuple(cells[i] for i in counted), draft.line)
        if line == draft.line:
            rest.append(draft)
        else:
            faults.append(Fault(kind="twin_row", line=draft.line, facts={"other": line}))
    return faults, rest


def _by(drafts: Sequence[Draft], field: str) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if value := getattr(draft, field):
            found[value].append(draft)
    return {value: twins for value, twins in found.items() if len(twins) > 1}


def _pairs(twins: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Yield each with another one to look at: the second with the first, the first with the second."""
    for i, draft in enumerate(twins):
        yield draft, twins[0 if i else 1]


def address_keys(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the (field, address) of a camera that no other camera may have."""
    access = data.get("access")
    if not isinstance(access, Mapping):
        return
    for field in ("rtsp_url", "snapshot_url"):
        if access.get(field):
            yield field, str(access[field])
    if access.get("host") and access.get("onvif", True):
        path = access.get("onvif_path") or "/onvif/device_service"
        yield "host", f"{access['host']}:{access.get('onvif_port') or 80}{path}"


def _addresses(drafts: Sequence[Draft], columns: Columns) -> list[Fault]:
    found: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        for key in address_keys(draft.data):
            found[key].append(draft)
    faults = []
    told: set[int] = set()
    for (field, address), twins in found.items():
        if len(twins) < 2:
            continue
        channels = {draft.channel for draft in twins}
        kind = "channel_untold" if field == "host" and len(channels) == len(twins) else "twin_address"
        for draft, other in _pairs(twins):
            if draft.line in told:
                continue
            told.add(draft.line)
            facts: Facts = {"value": address.removesuffix("/onvif/device_service"), "other": other.line}
            faults.append(Fault(kind=kind, line=draft.line, column=columns.header(field), facts=facts))
    return faults


def _neighbours(drafts: Sequence[Draft], columns: Columns) -> list[Fault]:
    """Tell rows of one name within `NEAR_M`; each name's points are sorted into cells, so that many stay cheap."""
    faults = []
    for twins in _by(drafts, "name").values():
        points = [(draft, draft.point.to(Datum.WGS84)) for draft in twins if draft.point is not None]
        if not points:
            continue
        plane = LocalPlane(origin=points[0][1])
        cells: dict[tuple[int, int], list[tuple[Draft, LonLat]]] = defaultdict(list)
        for draft, point in points:
            east, north = plane.to_metres(point)
            at = (int(east // NEAR_M), int(north // NEAR_M))
            near = next(
                (
                    (other, metres)
                    for i in (-1, 0, 1)
                    for j in (-1, 0, 1)
                    for other, there in cells.get((at[0] + i, at[1] + j), ())
                    if (metres := distance_m(point, there)) <= NEAR_M
                ),
                None,
            )
            if near is None:
                cells[at].append((draft, point))  # one a cell's neighbourhood is kept: a heap stays cheap
                continue
            facts: Facts = {"other": near[0].line, "metres": f"{near[1]:.1f}"}
            faults.append(
                Fault(kind="near_twin", line=draft.line, column=columns.header("name"), facts=facts)
            )
    return faults
