"""What people call a matter, a unit or a cell of the grid: learnt from a case that names it, as that case names it."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import numpy as np

from alerts.figures.book import FigureBook
from alerts.figures.cases import CaseTable
from alerts.figures.groups import DIGITS
from alerts.store.base import Store
from core.incident import Incident

Label = tuple[str, str]  # Chinese, English
LEARNT = ("matter", "unit", "grid")
MOST = 20_000  # words of a kind that are learnt


class Labels:
    """Names by kind and key. What no case has named yet is called by its key."""

    def __init__(self, store: Store, book: FigureBook) -> None:
        self._store = store
        self._book = book
        self._lock = threading.Lock()
        self._seen = dict.fromkeys(LEARNT, 0)  # words that were looked at, by kind
        self._known: dict[tuple[str, str], Label] = {}

    def label(self, kind: str, key: str) -> Label:
        """Return what a key of a kind is called; streets and communities are of the kind `grid`."""
        wanted = "grid" if kind in DIGITS else kind
        return self._known.get((wanted, key), (key, key))

    def learn(self) -> None:
        """Look at words that are new since the last time."""
        with self._lock:
            samples = self._book.cases(self._samples)
            if not samples:
                return
            with self._store.read() as reader:
                ids = reader.figure_ids(sorted(set(samples)))
                kept = reader.incidents(sorted(ids.values()))
            for incident in kept.values():
                self._known |= _names(incident)

    def matching(self, text: str) -> Mapping[str, frozenset[str]]:
        """Return the keys of each kind whose key or name holds a text."""
        self.learn()
        wanted = text.casefold()
        found: dict[str, set[str]] = {kind: set() for kind in LEARNT}
        for (kind, key), names in self._known.items():
            if any(wanted in word.casefold() for word in (key, *names)):
                found[kind].add(key)
        return {kind: frozenset(keys) for kind, keys in found.items()}

    def _samples(self, table: CaseTable) -> list[int]:
        """Return numbers of cases that show words which are new."""
        numbers: list[int] = []
        for kind in LEARNT:
            words = table.words[kind]
            if len(words.names) == self._seen[kind] or self._seen[kind] >= MOST:
                continue
            _, first = np.unique(words.codes[::-1], return_index=True)  # the latest case that has each
            numbers += (len(words.codes) - first).tolist()
            self._seen[kind] = len(words.names)
        return numbers


def _names(incident: Incident) -> dict[tuple[str, str], Label]:
    matter, unit = incident.matter, incident.case.unit
    found: dict[tuple[str, str], Label] = {
        ("matter", matter.key): (matter.name, matter.name_en or matter.name)
    }
    if unit is not None:
        found["unit", unit.code] = (unit.name, unit.name_en or unit.name)
    for cell in incident.place.grid:
        found["grid", cell.code] = (cell.name, cell.name)
    return found
