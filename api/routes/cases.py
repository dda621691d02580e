"""Every case as a table: found by any mixture of filters, counted, paged, and given out as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import numpy as np
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from numpy.typing import NDArray

from alerts.export import geojson, table
from alerts.export.columns import Telling
from alerts.figures.alarms import AlarmTable
from alerts.figures.book import FigureBook
from alerts.figures.cases import CaseTable, Where, under
from alerts.figures.columns import Mask
from alerts.figures.labels import Labels
from alerts.store.base import Store
from api.auth import may
from api.case_filters import CaseFilters, CaseWish
from api.case_rows import case_row
from api.deps import Given
from api.models.figures import CasePage, CaseWordsOut, NamedOut
from api.streams import BoundedStream, Turns
from core.geo import Datum
from core.incident import Incident
from core.people.roles import Act
from core.people.scope import Scope
from core.people.who import Who
from core.reason import Language

router = APIRouter(prefix="/api/v1/cases", tags=["cases"])

AT_ONCE = 200  # incidents read at once by an export
MOST_EXPORTED = 2_000_000
Numbers = NDArray[np.int64]


@router.get("")
def list_cases(
    who: Annotated[Who, may(Act.SEE)],
    request: Request,
    given: Given,
    wish: CaseFilters,
    after: Annotated[
        str | None, Query(pattern=r"^\d{1,18}\.\d{1,12}$", description="`next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CasePage:
    """Return one page of the cases that pass a filter, the latest opened first, and how many there are in all."""
    book: FigureBook = request.app.state.figures
    before = None if after is None else (int(after.partition(".")[0]), int(after.partition(".")[2]))
    chosen = _Chooser(request, given.store, wish, wish.seen_by(who))

    def page(cases: CaseTable) -> tuple[int, Numbers, dict[int, tuple[int, int, str, bool]]]:
        mask = chosen(cases)
        numbers = cases.newest(mask, before=before, limit=limit + 1)
        rows = numbers - 1
        handled, verified, late = cases.time("handled_at"), cases.time("verified_at"), cases.late()
        verdicts = cases.words["verdict"]
        told = {
            int(number): (
                int(handled[row]),
                int(verified[row]),
                verdicts.names[verdicts.codes[row]],
                bool(late[row]),
            )
            for number, row in zip(numbers, rows, strict=True)
        }
        return int(mask.sum()), numbers, told

    total, numbers, told = book.cases(page)
    with given.store.read() as reader:
        ids = reader.figure_ids(numbers[:limit].tolist())
        kept = reader.incidents(list(ids.values()))
    rows = [
        case_row(kept[ids[number]], *told[number])
        for number in numbers[:limit].tolist()
        if number in ids and ids[number] in kept
    ]
    more = len(numbers) > limit
    opened = book.cases(lambda cases: int(cases.time("opened_at")[numbers[limit - 1] - 1])) if more else 0
    return CasePage(total=total, cases=rows, next=f"{opened}.{numbers[limit - 1]}" if more else None)


@router.get("/words")
def words(who: Annotated[Who, may(Act.SEE)], request: Request, given: Given) -> CaseWordsOut:
    """Return what there is to filter by: matters, units, grid cells and owners of the cases of the caller's scope."""
    book: FigureBook = request.app.state.figures
    labels: Labels = request.app.state.labels
    labels.learn()
    seen = Where(seen_grids=who.scope.grids, seen_owners=who.scope.owners, merged=True)
    kinds = book.cases(lambda cases: {kind: _used(cases, kind, who.scope, seen) for kind in cases.words})
    grids = {code[:digits] for code in kinds["grid"] for digits in (9, 12, 15) if len(code) >= digits}

    def named(kind: str, keys: Sequence[str]) -> list[NamedOut]:
        made = [
            NamedOut(key=key, label=labels.label(kind, key)[0], label_en=labels.label(kind, key)[1])
            for key in keys
            if key
        ]
        return sorted(made, key=lambda one: one.key)

    del given
    return CaseWordsOut(
        matters=named("matter", kinds["matter"]),
        units=named("unit", kinds["unit"]),
        grids=named("grid", [one for one in grids if who.scope.shows_cell(one)]),
        owners=sorted(one for one in kinds["owner"] if one),
    )


@router.get("/export.{ending}", response_class=StreamingResponse)
def export(
    who: Annotated[Who, may(Act.EXPORT)],
    request: Request,
    given: Given,
    wish: CaseFilters,
    ending: str,
    datum: Annotated[Datum, Query(description="Coordinates in this datum are told as well.")] = Datum.WGS84,
    language: Annotated[Language, Query(description="Of headers and words, in CSV.")] = "zh",
) -> BoundedStream:
    """Return the same cases as one file: `csv`, times in the district's zone, or `geojson` (RFC 7946)."""
    if ending not in {"csv", "geojson"}:
        raise HTTPException(404, "export.csv and export.geojson are what there is")
    book: FigureBook = request.app.state.figures
    turns: Turns = request.app.state.exports
    give_back = turns.take()
    try:
        chosen = _Chooser(request, given.store, wish, wish.seen_by(who))
        numbers = book.cases(lambda cases: cases.newest(chosen(cases), before=None, limit=MOST_EXPORTED))
    except BaseException:
        give_back()
        raise
    pages = _pages(given.store, numbers)
    telling = Telling(language=language, zone=ZoneInfo(given.fleet.district()["timezone"]), datum=datum)
    pieces = table.table(pages, telling) if ending == "csv" else geojson.geojson(pages, datum=datum)
    return BoundedStream(
        pieces,
        media_type=table.CONTENT_TYPE if ending == "csv" else geojson.CONTENT_TYPE,
        file_name=f"cases-{given.clock.now():%Y%m%dT%H%M%SZ}.{ending}",
        after=give_back,
    )


def _pages(store: Store, numbers: Numbers) -> Iterator[Sequence[Incident]]:
    with store.read() as reader:
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE].tolist()
            ids = reader.figure_ids(some)
            kept = reader.incidents(list(ids.values()))
            yield [kept[ids[one]] for one in some if one in ids and ids[one] in kept]


def _used(cases: CaseTable, kind: str, scope: Scope, seen: Where) -> Sequence[str]:
    """Return the words of a kind that cases within a scope have; all there are for whoever sees everything."""
    words = cases.words[kind]
    if scope.everything:
        return tuple(words.names)
    used = np.unique(words.codes[cases.mask(seen)]).tolist()
    return tuple(words.names[code] for code in used)


class _Chooser:
    """Finds the rows of a wish; what needs the store or the alarms is asked before the cases are held."""

    def __init__(self, request: Request, store: Store, wish: CaseWish, where: Where) -> None:
        self._where = where
        self._numbers: Numbers | None = None
        self._text = wish.text
        if wish.shown is not None:
            shown = wish.shown
            book: FigureBook = request.app.state.figures

            def of_alarms(alarms: AlarmTable) -> Numbers:
                rows = alarms.rows(shown.since, shown.until, alarms.filters(source=shown.sources))
                if shown.hours:
                    rows = rows[np.isin(alarms.local.values[rows] % 24, shown.hours)]
                return np.unique(alarms.case.values[rows]).astype(np.int64)

            self._numbers = book.alarms(of_alarms)
        self._by_text: Numbers | None = None
        self._names = {}
        if wish.text:
            labels: Labels = request.app.state.labels
            self._by_text = _numbers_of(store, wish.text)
            self._names = dict(labels.matching(wish.text))

    def __call__(self, cases: CaseTable) -> Mask:
        mask = cases.mask(self._where)
        if self._numbers is not None:
            mask &= _at(self._numbers, len(cases))
        if self._by_text is not None:
            said = _at(self._by_text, len(cases))
            for kind, keys in self._names.items():
                if keys and kind == "grid":
                    said |= cases.words["grid"].where(under(keys))
                elif keys:
                    said |= cases.words[kind].where(keys.__contains__)
            wanted = self._text.casefold()
            for kind in ("camera", "owner"):
                said |= cases.words[kind].where(lambda word: wanted in word.casefold())
            mask &= said
        return mask


def _at(numbers: Numbers, size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[numbers[(numbers > 0) & (numbers <= size)] - 1] = True
    return mask


def _numbers_of(store: Store, text: str) -> Numbers:
    """Return the cases of which this is the id, the beginning of it, or the platform's number."""
    with store.read() as reader:
        ids = {*reader.ids_starting(text, 200)}
        ids |= {row.incident_id for row in reader.deliveries(case_number=text, limit=200)}
        return np.array(sorted(reader.figure_numbers(sorted(ids)).values()), np.int64)
