"""The door to ultralytics: no telemetry, no installing by itself, its settings inside a folder of ours.

Importing ultralytics reads the environment, so this must be the only place of the workbench that imports it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from core.errors import GridwatchError

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


def default_folder() -> Path:
    """Return where ultralytics may keep its settings: `var/ultralytics` under the working folder."""
    return Path("var") / "ultralytics"
