"""What the commands of `gridwatch webhook` share: options, and the store of a configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridwatch.cli.reading import ZONED, store_of

if TYPE_CHECKING:
    from alerts.store.base import DeliveryState, Store
    from gridwatch.configuration.loader import Configuration

Since = Annotated[
    datetime | None,
    typer.Option(formats=ZONED, help="Made at or after, with time zone: 2026-11-02T08:00+08:00"),
]
Until = Annotated[datetime | None, typer.Option(formats=ZONED, help="Made before, with time zone.")]
States = Annotated[
    str | None, typer.Option("--state", help="pending, accepted, dead, held; several by commas.")
]


def states_of(text: str | None) -> tuple[DeliveryState, ...]:
    """Return the states that an option names."""
    from alerts.store.base import DeliveryState

    known = {state.value: state for state in DeliveryState}
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"{name}: give {', '.join(known)}", param_hint="--state")
    return tuple(known[name] for name in names)


@contextmanager
def opened_store(config: Path) -> Iterator[tuple[Configuration, Store]]:
    """Open the store of a configs folder; closed at the end of the block."""
    from gridwatch.configuration.loader import load

    configuration = load(config)
    with store_of(configuration.settings) as store:
        yield configuration, store
