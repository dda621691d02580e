"""A promotion that is killed before any one of its steps leaves the old or the new one, whole, and no rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gridwatch.promotion import moves
from gridwatch.promotion.moves import PREVIOUS, beside, bring_in, mend, put_back

STEPS = 12  # more than any act has


class Killed(BaseException):
    """The process is gone: nothing that would tidy up runs."""


class Place:
    """What is live, what is kept beside it, and a candidate; files or folders of three files."""

    def __init__(self, root: Path, *, folder: bool) -> None:
        self.folder = folder
        self.root = root / "live"
        self.root.mkdir()
        self.live = self.root / ("model-0.2" if folder else "street.yaml")
        self.candidate = root / "candidate"
        self.put(self.candidate, "B")

    def put(self, path: Path, what: str) -> None:
        """Make one."""
        if not self.folder:
            path.write_text(what, encoding="utf-8")
            return
        path.mkdir()
        for name in ("model.yaml", "weights", "card"):
            (path / name).write_text(what, encoding="utf-8")

    def at(self, path: Path) -> str:
        """What is there: nothing, one letter, or several where a copy is not whole."""
        if not path.exists():
            return ""
        if not self.folder:
            return path.read_text(encoding="utf-8")
        files = sorted(path.iterdir())
        letters = {file.read_text(encoding="utf-8") for file in files}
        return letters.pop() if len(files) == 3 and len(letters) == 1 else f"{len(files)} of {letters}"

    def stand(self) -> tuple[str, str]:
        """What is live and what is kept."""
        return self.at(self.live), self.at(beside(self.live, PREVIOUS))

    def rest(self) -> set[str]:
        """Other names that are left."""
        return {path.name for path in self.root.iterdir()} - {self.live.name, self.live.name + PREVIOUS}


@pytest.fixture(params=[False, True], ids=["profile", "model"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Nothing live yet."""
    return Place(tmp_path, folder=request.param)


def killed_at(step: int, act: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run an act and kill it before its `step`th move or copy; return whether it came so far."""
    left = iter(range(1, step))

    copyfile = shutil.copyfile

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def one(*arguments: Any, **more: Any) -> Any:
            if next(left, None) is None:
                if real is copyfile:
                    Path(arguments[1]).touch()  # in the middle of a copy
                raise Killed
            return real(*arguments, **more)

        return one

    with monkeypatch.context() as patched:
        for owner, name in (
            (Path, "rename"),
            (Path, "replace"),
            (Path, "unlink"),
            (shutil, "copyfile"),
            (shutil, "rmtree"),
        ):
            patched.setattr(owner, name, counting(getattr(owner, name)))
        patched.setattr(moves, "mend", lambda _: False)
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("before", ["", "P"], ids=["first-undo", "kept-before"])
@pytest.mark.parametrize("step", range(1, STEPS + 8))
def test_a_promotion_that_is_killed_leaves_old_or_new(
    place: Place, before: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before every single copy, rename and removal."""
    place.put(place.live, "A")
    if before:
        place.put(beside(place.live, PREVIOUS), before)
    killed = killed_at(step, lambda: bring_in(place.candidate, place.live), monkeypatch)
    mend(place.live)
    assert place.stand() in ([("A", before), ("B", "A")] if killed else [("B", "A")])
    assert place.rest() == set()
    assert not mend(place.live)


@pytest.mark.parametrize("step", range(1, STEPS))
def test_an_undo_that_is_killed_leaves_old_or_new(
    place: Place, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that could be put back is lost."""
    place.put(place.live, "B")
    place.put(beside(place.live, PREVIOUS), "A")
    killed = killed_at(step, lambda: put_back(place.live, first=False), monkeypatch)
    mend(place.live)
    assert place.stand() in ([("B", "A"), ("A", "B")] if killed else [("A", "B")])
    assert place.rest() == set()


@pytest.mark.parametrize("step", range(1, STEPS))
@pytest.mark.parametrize("stale", ["", "P"])
def test_a_first_profile_comes_and_goes_whole(
    tmp_path: Path, stale: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was live under its name; an older one that was taken away may still be kept."""
    place = Place(tmp_path, folder=False)
    if stale:
        place.put(beside(place.live, PREVIOUS), stale)
    killed_at(step, lambda: bring_in(place.candidate, place.live), monkeypatch)
    mend(place.live)
    assert place.stand()[0] in {"", "B"}
    assert place.rest() == set()
    bring_in(place.candidate, place.live)
    assert place.stand()[0] == "B"
    killed_at(step, lambda: put_back(place.live, first=True), monkeypatch)
    mend(place.live)
    assert place.stand()[0] == "B" or place.stand() == ("", "B")
    assert place.rest() == set()


def test_undone_it_stays_away(tmp_path: Path) -> None:
    """A profile that was taken away is no promotion that was broken off; a model always is."""
    place = Place(tmp_path, folder=False)
    place.put(beside(place.live, PREVIOUS), "B")
    assert not mend(place.live)
    assert place.stand() == ("", "B")
    put_back(place.live, first=False)
    assert place.stand() == ("B", "")


@contextmanager
def full_disk() -> Iterator[None]:
    """Make every file fail after a few bytes, as a full disk does; pytest's own output is written outside of it."""
    import resource
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_copy_that_does_not_fit_costs_nothing(place: Place) -> None:
    """The disk is full in the middle of the candidate."""
    place.put(place.live, "A")
    place.put(beside(place.live, PREVIOUS), "P")
    large = place.candidate / "weights" if place.folder else place.candidate
    large.write_bytes(b"x" * 100_000)
    with full_disk(), pytest.raises(OSError, match="File too large"):
        bring_in(place.candidate, place.live)
    assert place.stand() == ("A", "P")
    assert place.rest() == set()
