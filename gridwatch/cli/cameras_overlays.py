"""`gridwatch cameras overlays` and `revert`: what the console has set over the camera files, and back to the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import out, table, write_json

if TYPE_CHECKING:
    from gridwatch.configuration.loader import Configuration

COLUMNS = ("camera", "part", "who", "at", "over", "overlay", "state")


def overlays(config: ConfigFolder = Path("configs"), json: JsonTarget = None) -> None:
    """List what the console has set over the camera files: each part, by whom, over which file, and whether that file
    says something else by now.
    """  # noqa: D205 - one paragraph: typer prints it as the command's help
    from gridwatch.configuration.loader import load

    rows = rows_of(load(config))
    if json is not None:
        write_json(json, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        table(f"{len({row[0] for row in rows})} cameras", COLUMNS, rows)


def rows_of(configuration: Configuration) -> list[tuple[Any, ...]]:
    """Return a row for each part that is overlaid; the state is in force, file changed, or no camera."""
    from gridwatch.overlays.edit import as_now

    rows = []
    for camera_id, over in sorted(configuration.overlays.items()):
        now = as_now(camera_id, configuration.written.get(camera_id), over)
        if now is None or now.overlay is None:
            continue
        where = f"{now.file}:{now.line}" if now.line else now.file
        for part in now.overlay.parts:
            mark = now.overlay.marks.get(part)
            state = "in force" if now.written is not None else "no camera"
            if part in now.moved_on:
                state = "file changed"
            at = mark.at.isoformat() if mark is not None and mark.at is not None else ""
            who = mark.who if mark is not None else ""
            rows.append((camera_id, part, who, at, where, now.overlay_file, state))
    return rows


def revert(
    camera_id: Annotated[str, typer.Argument(metavar="CAMERA", help="Id of the camera.")],
    config: ConfigFolder = Path("configs"),
) -> None:
    """Take back what the console has set over a camera's file; a running service takes it at once."""
    from api.overlays import TuneWish
    from core.clock import SystemClock
    from gridwatch.configuration.loader import load
    from gridwatch.overlays.book import write

    wish = TuneWish(camera_id=camera_id, data=None, expects="*", who="cli")
    done = write(load(config), wish, SystemClock().now())
    said = "nothing lies over its file" if done.tuned.what == "same" else "back to the file"
    out.print(f"{camera_id}: {said}", markup=False)
