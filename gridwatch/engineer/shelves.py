"""Names into paths: one part of a path each, of what really lies in a configured folder, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from api.engineering import NotInFolder, WorkbenchOff
from core.errors import NotFound

MOST = 2_000  # entries of a folder that are shown
_NAME = re.compile(r"[\w][\w.\- ]{0,119}")


class Shelf:
    """One configured folder."""

    def __init__(self, folder: str, setting: str) -> None:
        """`setting`: its key in gridwatch.yaml, for who finds it empty."""
        self._folder = Path(folder) if folder else None
        self._setting = setting

    @property
    def folder(self) -> Path:
        """The folder itself.

        Raises:
            WorkbenchOff: the settings name none, or it is not there.
        """
        if self._folder is None:
            raise WorkbenchOff(f"`{self._setting}` of gridwatch.yaml names no folder")
        if not self._folder.is_dir():
            raise WorkbenchOff(f"{self._setting}: there is no folder {self._folder.name}")
        return self._folder

    def path(self, name: str) -> Path:
        """Return what has this name in the folder.

        Raises:
            NotInFolder: nothing has, or it is no name, or it leads out of the folder.
        """
        folder = self.folder
        path = folder / name
        if not _NAME.fullmatch(name) or not path.exists() or path.resolve().parent != folder.resolve():
            raise NotInFolder(name[:120], self._setting)
        return path

    def new(self, name: str) -> Path:
        """Return where something of this name would lie, whether it is there or not.

        Raises:
            NotFound: it is no name, or it leads out of the folder.
        """
        path = self.folder / name
        if not _NAME.fullmatch(name) or path.resolve().parent != self.folder.resolve():
            raise NotFound(f"{name[:120]!r} is no name for a file in `{self._setting}`")
        return path

    def entries(self, wanted: Callable[[Path], bool]) -> Iterator[Path]:
        """Yield what is wanted of the folder, the newest first."""
        found = [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name) and wanted(path)]
        found.sort(key=lambda path: (-path.stat().st_mtime, path.name))
        yield from found[:MOST]


def below(folder: Path, file: str) -> Path:
    """Return a file below a folder.

    Raises:
        NotFound: it is not there, or leads out of it.
    """
    path = folder / file
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise NotFound(f"there is no {file[:200]!r}")
    return path
