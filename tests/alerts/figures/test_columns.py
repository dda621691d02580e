"""Columns grow, are written anywhere, and keep words as numbers."""

from __future__ import annotations

import numpy as np

from alerts.figures.columns import Growing, Words


def test_a_column_grows_past_its_first_room():
    """What was written stays where it is; what was never written is nought."""
    column = Growing()
    column.put(np.array([0, 5000]), [7, 9])
    assert (len(column.values), column.values[0], column.values[1], column.values[5000]) == (5001, 7, 0, 9)
    column.put(np.array([0]), [8])
    assert column.values[0] == 8
    column.put(np.array([], np.int64), [])
    assert len(column.values) == 5001


def test_words_are_found_and_shortened():
    """A word is kept once; cells of one street have one code."""
    words = Words()
    words.put(np.array([0, 1, 2]), ["330109001002", "330109001003", "330109002001"])
    assert words.where(lambda word: word.startswith("330109001")).tolist() == [True, True, False]
    codes, names = words.shortened(9)
    assert [names[code] for code in codes] == ["330109001", "330109001", "330109002"]
