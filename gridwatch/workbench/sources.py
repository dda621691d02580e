"""What a replay or a sweep is about: clips, or one folder of stored looks; and by which configs it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.errors import ClipError, ConfigError
from gridwatch.workbench.district import District
from gridwatch.workbench.looks import StoredLook, is_looks


def stored_folder(paths: Sequence[Path]) -> Path | None:
    """Return the folder of stored looks among paths; None where they are clips.

    Raises:
        ClipError: it is not alone.
    """
    stored = next((path for path in paths if is_looks(path)), None)
    if stored is not None and len(paths) > 1:
        raise ClipError(f"{stored}: holds stored looks; give it alone, not with clips or other folders")
    return stored


def configs_of(stored: Path | None, given: Path | None) -> Path:
    """Return the configs folder: the given one, else that of the stored looks, else `configs`."""
    own = None if stored is None else stored / "configs"
    return given or (own if own is not None and own.is_dir() else Path("configs"))


def check_known(district: District, folder: Path, looks: Sequence[StoredLook]) -> None:
    """See to it that every look is of a camera that is checked for something.

    Raises:
        ConfigError: naming those that are not.
    """
    unknown = sorted({look.camera for look in looks} - set(district.profile_of))
    if unknown:
        raise ConfigError(
            f"{folder}: {len(unknown)} cameras of its looks have no profile or are not configured: "
            f"{', '.join(unknown[:5])}; give their configs folder by --config, or --profile for all"
        )
