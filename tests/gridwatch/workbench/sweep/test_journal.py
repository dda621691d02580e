from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.sweep.journal import FILE, Journal, OtherSweep
from gridwatch.workbench.sweep.trial import Trial
from tests.builders_sweep import figures, trial

MADE_OF = {"model": "ff", "truth": "aa"}


def test_trials_survive_and_are_found_by_their_values(tmp_path: Path) -> None:
    """Whatever the order of the axes; those that could not be as well."""
    made = Trial(values=(("a.k", 3), ("a.n", 4)), tuned=figures(0.9), held_out=figures(0.8))
    cannot = Trial(values=(("a.k", 9), ("a.n", 4)), impossible="k=9 of n=4")
    journal = Journal(tmp_path, MADE_OF)
    journal.add(made)
    journal.add(cannot)
    again = Journal(tmp_path, MADE_OF)
    assert again.get(made.values) == made
    assert again.get((("a.n", 4), ("a.k", 9))) == Trial(values=cannot.values, impossible="k=9 of n=4")
    assert again.get((("a.k", 4), ("a.n", 4))) is None


def test_trials_of_something_else_are_not_mixed_in(tmp_path: Path) -> None:
    """Another model, other looks, another truth: the figures mean something else."""
    Journal(tmp_path, MADE_OF).add(trial())
    with pytest.raises(OtherSweep, match="another truth"):
        Journal(tmp_path, MADE_OF | {"truth": "bb"})


def test_half_a_line_is_no_trial(tmp_path: Path) -> None:
    """A sweep that was killed while it wrote loses that one trial, and the next one is written whole."""
    journal = Journal(tmp_path, MADE_OF)
    journal.add(trial(2))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"values": {"waste.k"')
    Journal(tmp_path, MADE_OF).add(trial(3))
    again = Journal(tmp_path, MADE_OF)
    assert again.get(trial(2).values) == trial(2)
    assert again.get(trial(3).values) == trial(3)


def test_a_line_that_is_no_trial_is_made_again(tmp_path: Path) -> None:
    """Edited by hand or by an older version: neither a traceback nor a wrong figure."""
    Journal(tmp_path, MADE_OF).add(trial(2))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"values": {"waste.k": 3}}\n[]\n{"values": 3, "tuned": 1}\n')
    again = Journal(tmp_path, MADE_OF)
    assert again.get(trial(2).values) == trial(2)
    assert again.get(trial(3).values) is None


def test_a_separator_of_unicode_in_a_value_is_no_end_of_a_line(tmp_path: Path) -> None:
    """The reason why a profile cannot be quotes what somebody wrote."""
    cannot = Trial(values=(("a.k", 9),), impossible="no zone one\u2028two\u0085")
    Journal(tmp_path, MADE_OF).add(cannot)
    assert Journal(tmp_path, MADE_OF).get(cannot.values) == cannot


@pytest.mark.parametrize("content", [b"\xff\xfe\n", b"[" * 100_000], ids=["bytes", "nested"])
def test_what_is_no_journal_is_told(tmp_path: Path, content: bytes) -> None:
    """Bytes and endless brackets are somebody else's trials."""
    (tmp_path / "trials.jsonl").write_bytes(content)
    with pytest.raises(OtherSweep, match="name another --out"):
        Journal(tmp_path, {"looks": "a"})
