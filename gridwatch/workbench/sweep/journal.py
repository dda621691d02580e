"""Trials on disk, a line each: a sweep that was broken off goes on where it was.

The first line says what the trials were made of (looks, truth, model, profile, objective's split); trials of
anything else are not mixed with them.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.errors import GridwatchError
from gridwatch.workbench.files import bytes_of
from gridwatch.workbench.sweep.grid import Values
from gridwatch.workbench.sweep.trial import Figures, Trial

FILE = "trials.jsonl"


class OtherSweep(GridwatchError):
    """The folder holds trials of other looks, truth, model or profile."""


def key_of(values: Values) -> str:
    """Return what tells one point from another, whatever the order of its axes."""
    return json.dumps(dict(values), sort_keys=True)


class Journal:
    """The trials of one folder.

    Args:
        folder: made where absent.
        made_of: what the trials depend on, in plain JSON types.

    Raises:
        OtherSweep: the folder's trials depend on something else.
    """

    def __init__(self, folder: Path, made_of: dict[str, Any]) -> None:
        self._path = folder / FILE
        self._done: dict[str, Trial] = {}
        folder.mkdir(parents=True, exist_ok=True)
        lines = self._lines()
        if not lines:
            self._path.write_text(json.dumps(made_of, sort_keys=True) + "\n", encoding="utf-8")
            return
        theirs, ours = _read(lines[0]) or {}, json.loads(json.dumps(made_of))
        if theirs != ours:
            others = ", ".join(
                sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key)) or ["format"]
            )
            raise OtherSweep(f"{self._path}: made with another {others}; name another --out, or remove it")
        for line in lines[1:]:
            trial = _trial(line)
            if trial is not None:  # the last line of a killed sweep may be half a line
                self._done[key_of(trial.values)] = trial
        self._whole(lines)

    def get(self, values: Values) -> Trial | None:
        """Return the trial of these values, where it was made before."""
        return self._done.get(key_of(values))

    def add(self, trial: Trial) -> None:
        """Write a trial down."""
        self._done[key_of(trial.values)] = trial
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told(trial), ensure_ascii=False) + "\n")

    def _lines(self) -> list[str]:
        if not self._path.exists():
            return []
        text = bytes_of(self._path, OtherSweep).decode("utf-8", errors="replace")
        return text.removesuffix("\n").split("\n") if text else []

    def _whole(self, lines: list[str]) -> None:
        """Take a half-written last line away, so that the next one does not hang on to it."""
        if lines and _read(lines[-1]) is None:
            self._path.write_text("".join(f"{line}\n" for line in lines[:-1]), encoding="utf-8")


def told(trial: Trial) -> dict[str, Any]:
    """Return a trial in plain JSON types."""
    return {
        "values": dict(trial.values),
        "tuned": asdict(trial.tuned) if trial.tuned else None,
        "held_out": asdict(trial.held_out) if trial.held_out else None,
        "impossible": trial.impossible,
    }


def _trial(line: str) -> Trial | None:
    """Return a trial; None of what is none: it is made again."""
    try:
        told = json.loads(line)
        return Trial(
            values=tuple(told["values"].items()),
            tuned=_figures(told["tuned"]),
            held_out=_figures(told["held_out"]),
            impossible=told["impossible"],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _figures(told: dict[str, Any] | None) -> Figures | None:
    if told is None:
        return None
    interval = told["f1_ci95"]
    return Figures(**{**told, "f1_ci95": (interval[0], interval[1]) if interval else None})


def _read(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
