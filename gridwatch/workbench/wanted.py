"""What a replay is asked for, and what its two halves, clips and stored looks, give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gridwatch.workbench.record import SourceResult

Track = Callable[[str, float], AbstractContextManager[Callable[[float], None]]]
"""(what, total) -> a context that gives a function to be called with how far it has come."""
Say = Callable[[str], None]
"""Told in words what is worth knowing on the way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a replay is asked for."""

    paths: tuple[Path, ...]  # clips, folders of clips or pictures, or one folder of stored looks
    out: Path  # the run folder
    configs: Path | None = None  # None: those of the stored looks, else `configs`
    profile: str | None = None  # for all cameras; needed for clips
    model: Path | None = None  # model folder; None: as gridwatch.yaml says
    every_s: float = 1.0  # between looks at a clip; stored looks have their own times
    changes: tuple[str, ...] = ()  # `--set rule.key=value`
    video: bool = False  # annotated videos of clips
    cache: Path | None = None  # folder of remembered detections; stored looks have one in the run folder
    threads: int = 0  # cores that detector and decoder take; 0: as gridwatch.yaml says
    gate: Literal["off", "shadow", "on"] = "off"  # the change gate, on stored looks
    fresh: bool = False  # do not go on where an earlier run stopped
    command: str = "gridwatch replay"  # what repeats it


@dataclass(frozen=True, kw_only=True, slots=True)
class Went:
    """How the looking went."""

    results: Sequence[SourceResult]  # of each clip or camera
    every_s: float  # between looks
    gate: Mapping[str, int] = field(
        default_factory=dict
    )  # looks by what the change gate said, see `Gating.counts`
    again_s: float = 0.0  # of the recording that an earlier, interrupted run had looked at
    unread: tuple[str, ...] = ()  # clips that could not be read, or not to their end: which, why, what to do
