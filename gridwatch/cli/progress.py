"""Progress of long work: a bar on a terminal, a plain line every few seconds otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from core.clock import Clock, SystemClock
from gridwatch.cli.show import err

LINE_EVERY_S = 5.0


@contextmanager
def track(what: str, total: float, *, clock: Clock | None = None) -> Iterator[Callable[[float], None]]:
    """Yield a function to be called with how far the work has come, of `total`."""
    if err.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, transient=True) as progress:
            task = progress.add_task(what, total=total or None)
            yield lambda done: progress.update(task, completed=done)
        return
    clock = clock or SystemClock()
    last = clock.monotonic()

    def line(done: float) -> None:
        nonlocal last
        if clock.monotonic() - last >= LINE_EVERY_S:
            last = clock.monotonic()
            err.print(f"{what}: {done:.0f} of {total:.0f}" if total else f"{what}: {done:.0f}", markup=False)

    yield line
