"""The door to ultralytics: no telemetry, no installing by itself, its settings inside a folder of ours.

Importing ultralytics reads the environment, so this must be the only place of the workbench that imports it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from core.errors import GridwatchError, ModelError

MISSING = (
    "this command needs the extra 'tune' (ultralytics and torch): install it with "
    "`uv sync --extra tune` or `pip install 'gridwatch[tune]'`"
)


class TuneExtraMissing(GridwatchError):
    """The extra 'tune' is not installed; the message says how to install it."""


def ultralytics(folder: Path) -> Any:
    """Import ultralytics with its settings kept under `folder` and everything that talks to outside off.

    Raises:
        TuneExtraMissing: the extra 'tune' is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["YOLO_CONFIG_DIR"] = str(folder.resolve())
    os.environ["YOLO_AUTOINSTALL"] = "False"
    os.environ["YOLO_OFFLINE"] = "True"
    os.environ.setdefault("YOLO_VERBOSE", "False")
    # Threads that wait shall sleep: on a busy machine spinning ones cost training more than half of its speed.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import ultralytics as package
    except ImportError as error:
        raise TuneExtraMissing(MISSING) from error
    settings: Any = package.settings
    settings.update({"sync": False, "runs_dir": str(folder.resolve() / "runs")})
    return package


def checkpoint(weights: Path, package: Any) -> Any:
    """Load a checkpoint (a pickle: only load files you trust).

    A name that is no file is refused here: ultralytics would look for it on the network.

    Raises:
        ModelError: there is no such file, or it is something else.
    """
    if not weights.is_file():
        raise ModelError(f"{weights}: no such file; give a checkpoint of ultralytics (.pt)")
    try:
        return package.YOLO(str(weights))
    except Exception as error:  # a pickle of anything raises anything
        raise ModelError(f"{weights}: is no checkpoint of ultralytics: {error}") from error


def default_folder() -> Path:
    """Return where ultralytics may keep its settings: `var/ultralytics` under the working folder."""
    return Path("var") / "ultralytics"
