"""The figures of a bench as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DIGITS = 4
"""After the point: no bench is more exact."""


def plain(figures: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a record by name, fractions rounded."""
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in asdict(figures).items()
    }
