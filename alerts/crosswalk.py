"""A matter in another code table: what a receiver that files by other codes is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.config.crosswalk import Crosswalk
from core.matter import MatterCode


def translate(matter: MatterCode, crosswalk: Crosswalk | None) -> MatterCode:
    """Return the matter as the other table calls it.

    Left as it is, its own table beside it, where the crosswalk does not hold its code: a code must not be
    guessed, and an incident must not be lost because a table was edited.
    """
    if crosswalk is None or matter.table != crosswalk.from_table:
        return matter
    row = next((row for row in crosswalk.rows if row.code == matter.code), None)
    if row is None:
        return matter
    return replace(
        matter,
        code=row.to,
        name=row.name,
        name_en=row.name_en,
        table=crosswalk.to_table,
        table_version=f"{crosswalk.crosswalk} {crosswalk.version}",
        confirmed=row.confirmed,
    )


def missing(codes: Iterable[str], crosswalk: Crosswalk) -> tuple[str, ...]:
    """Return the codes that the crosswalk does not hold, each once, in order."""
    known = {row.code for row in crosswalk.rows}
    return tuple(code for code in dict.fromkeys(codes) if code not in known)
