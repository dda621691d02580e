"""The configuration as an import would make it, read by the loader; what it finds is told by the ledger's lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.loader import inspect
from gridwatch.configuration.problem import Problem
from gridwatch.onboarding import swap
from gridwatch.onboarding.changes import FileChange, changes
from gridwatch.onboarding.faults import Fault, bad_lines
from gridwatch.onboarding.fleet import Fleet, without

_TRIALS = 4  # with bad rows left out, the loader may find others behind them


def tried(
    configs: Path,
    now: Sequence[CameraAt],
    fleet: Fleet,
    removed: frozenset[str],
    bad: set[int],
    logins: Collection[str],
    environment: Mapping[str, str],
    *,
    skip_bad: bool,
) -> tuple[list[FileChange], list[Fault]]:
    """Let the loader read the configuration as it would be; return the files, and what it finds that is new.

    Args:
        configs: the configs folder.
        now: cameras and where they are written.
        fleet: cameras as they shall be.
        removed: ids that shall be gone.
        bad: lines that are kept out already.
        logins: names of logins that the secrets would hold besides.
        environment: where secrets are looked for first.
        skip_bad: leave rows out that the loader refuses, and try again.
    """
    faults: list[Fault] = []
    before: set[str] | None = None
    for _ in range(_TRIALS):
        fleet = without(fleet, bad)
        files = changes(configs / "cameras", now, fleet.cameras, removed)
        errors = [
            problem
            for problem in swap.try_out(configs, files, logins, environment)
            if problem.level == "error"
        ]
        if errors and before is None:
            _, then = inspect(configs, environment)
            before = {_same(problem) for problem in then}
        new = [problem for problem in errors if _same(problem) not in (before or ())]
        found = [_of_row(problem, files, fleet) for problem in new]
        faults += found
        bad = bad_lines(found)
        if not bad or not skip_bad or any(fault.line is None for fault in found):
            break
    if errors and not new:
        why = f"{errors[0].file} {errors[0].key} {errors[0].what}"
        faults.append(Fault(kind="was_bad", facts={"why": " ".join(why.split())}))
    return files, faults


def _same(problem: Problem) -> str:
    """Return what makes two problems one: lines move when a file is written anew."""
    return f"{problem.file} {problem.key} {problem.what}"


def _of_row(problem: Problem, files: Sequence[FileChange], fleet: Fleet) -> Fault:
    """Return what the loader says as a fault of the row that it comes from."""
    camera_id = next((file.text.camera_at(problem.line) for file in files if file.name == problem.file), None)
    line = fleet.line_of.get(camera_id or "")
    if line is None:
        why = " ".join(part for part in (problem.file, problem.key, problem.what) if part)
        return Fault(kind="would_break", facts={"why": why, "cure": problem.cure})
    return Fault(kind="bad_value", line=line, facts={"what": problem.what, "cure": problem.cure})
