"""The code that a matter has in the city's table, by the kind of ground it is on."""

from __future__ import annotations

from collections.abc import Iterable

from core.config.matter import MatterRow, MatterTable
from core.matter import MatterCode

UNCODED = "uncoded"  # the code of a matter that the table does not know


class CodeTable:
    """Looks codes up in one version of one table."""

    def __init__(self, table: MatterTable) -> None:
        self._table = table
        self._rows: dict[tuple[str, str], MatterRow] = {
            (row.matter, kind): row for row in table.rows for kind in row.zone_kinds or ("*",)
        }

    @property
    def name(self) -> str:
        """Name and version, as recorded in an incident's facts."""
        return f"{self._table.table} {self._table.version}"

    def code(self, matter: str, zone_kind: str) -> MatterCode:
        """Return the code for this ground, else the matter's default, else an explicit `uncoded`.

        `uncoded` instead of an error: an incident that was seen must not be lost because a table was
        edited; the code says openly that somebody has to give it one.
        """
        row = self._rows.get((matter, zone_kind)) or self._rows.get((matter, "*"))
        if row is None:
            return MatterCode(
                key=matter,
                code=UNCODED,
                name=f"未编码:{matter}"[:30],
                name_en=f"No code: {matter}",
                table=self._table.table,
                table_version=self._table.version,
                local_extension=True,
            )
        return MatterCode(
            key=matter,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            table=self._table.table,
            table_version=self._table.version,
            severity=row.severity,
            local_extension=row.local_extension,
            confirmed=row.confirmed,
        )

    def row_of(self, matter: MatterCode) -> MatterRow | None:
        """Return the row of a code that an incident carries, else its matter's default, else None."""
        rows = [row for (key, _), row in self._rows.items() if key == matter.key]
        same = next((row for row in rows if row.code == matter.code), None)
        return same or self._rows.get((matter.key, "*"))

    def of_code(self, code: str) -> MatterCode | None:
        """Return the matter that the city has this code for, or None: somebody outside speaks in codes."""
        row = next((row for row in self._table.rows if row.code == code), None)
        return None if row is None else self.code(row.matter, (row.zone_kinds or ("*",))[0])

    def of_key(self, matter: str) -> MatterCode | None:
        """Return the matter's default code, or None where the table does not know it."""
        row = next((row for row in self._table.rows if row.matter == matter), None)
        return None if row is None else self.code(matter, (row.zone_kinds or ("*",))[0])

    def missing(self, wanted: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return a sentence for every (matter, zone kind) that would come out uncoded, each once."""
        sentences = []
        for matter, kind in dict.fromkeys(wanted):
            if (matter, kind) in self._rows or (matter, "*") in self._rows:
                continue
            kinds = sorted(k for m, k in self._rows if m == matter)
            known = f"only for zone kinds {', '.join(kinds)}" if kinds else "not at all"
            sentences.append(
                f"{self._table.table} codes {matter} {known}, but it is looked for on {kind}; "
                f"add a row for it, or one without zone_kinds as its default"
            )
        return tuple(sentences)
