"""Whose cases and cameras somebody may see: by grid and by source owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """A part of the district. What is empty does not narrow; where both are given both must agree."""

    grids: tuple[str, ...] = ()  # grid code prefixes, each of 2 to 15 digits
    owners: tuple[str, ...] = ()  # source owners

    @property
    def everything(self) -> bool:
        """Return whether nothing is outside of it."""
        return not self.grids and not self.owners

    def holds(self, *, grid: str | None, owners: Iterable[str]) -> bool:
        """Return whether it holds what lies in a grid and comes from these owners: one of them is enough.

        What lies in no known grid is outside of every scope that names grids.
        """
        if self.grids and not (grid or "").startswith(self.grids):
            return False
        return not self.owners or not set(self.owners).isdisjoint(owners)

    def shows_cell(self, code: str) -> bool:
        """Return whether a cell of the grid is told by its name: one within it, or one that holds a part of it.

        A scope by owners alone has cameras anywhere: it is told of every cell.
        """
        return (
            not self.grids or code.startswith(self.grids) or any(one.startswith(code) for one in self.grids)
        )


EVERYTHING = Scope()
