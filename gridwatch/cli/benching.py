"""What the commands of `gridwatch bench` share: options, a run that shows its progress, words, JSON, a plot."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from gridwatch.cli.progress import track
from gridwatch.cli.show import words, write_json

Progress = Callable[[float], None]
Found = TypeVar("Found")

_PICTURES = frozenset({".png", ".svg", ".pdf"})


def _drawable(path: Path | None) -> Path | None:
    """Refuse a name that cannot be drawn before anything is measured: a bench takes minutes."""
    if path is not None and path.suffix.lower() not in _PICTURES:
        raise typer.BadParameter("give a file that ends in .png, .svg or .pdf")
    return path


Seconds = Annotated[float, typer.Option(help="Seconds to measure.", min=5, max=86400)]
Warm = Annotated[float, typer.Option(help="Seconds before the measured time.", min=0)]
Period = Annotated[float, typer.Option(help="Seconds between two looks of a camera.", min=1)]
Model = Annotated[str, typer.Option(help="Model folder.")]
Plot = Annotated[
    Path | None,
    typer.Option(help="Picture to draw: .png, .svg or .pdf.", dir_okay=False, callback=_drawable),
]


@contextmanager
def shown(what: str, total: float, *, level: str = "warning") -> Iterator[Progress]:
    """Yield what is told how far a bench is, of `total`; the service's own log tells nothing below `level`."""
    from gridwatch.logs import set_up

    set_up(level=level)
    with track(what, total) as progress:
        yield progress


def measured(
    bench: Callable[[Progress], Coroutine[Any, Any, Found]],
    what: str,
    total: float,
    *,
    level: str = "warning",
) -> Found:
    """Run a bench on the service's event loop; it is given what to tell its progress to."""
    from gridwatch.loop import run

    with shown(what, total, level=level) as progress:
        return run(bench(progress))


def tell(json: Path | None, *lines: str) -> None:
    """Print lines for people, as they are; they make way for `--json -`."""
    for line in lines:
        words(json).print(line, markup=False)


def keep(json: Path | None, figures: dict[str, Any]) -> None:
    """Write the figures as JSON where that was asked for."""
    if json is not None:
        write_json(json, figures)
