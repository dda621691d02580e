"""Search: entries and words in, references out."""

from __future__ import annotations

from api.map.finding import entry, find

ENTRIES = [
    entry("cam-1", "新桥路12号东门", "990101001", "河畔街道"),
    entry("cam-12", "新桥路3号", "990101002", "新桥街道"),
    entry("cam-2", "Market hall", "990101002", "新桥街道"),
]


def test_what_is_the_word_comes_before_what_only_holds_it() -> None:
    """An id that somebody typed whole is the first."""
    assert find(ENTRIES, "CAM-1", 5) == (["cam-1", "cam-12"], 2)
    assert find(ENTRIES, "cam-12", 5) == (["cam-12"], 1)


def test_every_word_must_be_found_somewhere() -> None:
    """In whatever text: name, code, where it is; in any case of letters."""
    assert find(ENTRIES, "新桥 东门", 5)[0] == ["cam-1"]
    assert find(ENTRIES, "market 990101002", 5)[0] == ["cam-2"]
    assert find(ENTRIES, "market 河畔", 5)[0] == []


def test_initials_find_what_no_text_does() -> None:
    """From two letters on; a name that begins so comes first."""
    assert find(ENTRIES, "xql", 5)[0] == ["cam-1", "cam-12"]
    assert find(ENTRIES, "dm", 5)[0] == ["cam-1"]
    assert find(ENTRIES, "x", 5)[0] == []


def test_words_do_not_join_over_two_texts() -> None:
    """The end of a name and the beginning of the next text are no word."""
    assert find(ENTRIES, "东门\n990101001", 5)[0] == ["cam-1"]  # two words: white space parts them
    assert find(ENTRIES, "东门990101001", 5)[0] == []


def test_answers_are_bounded_and_tell_how_many_there_are() -> None:
    """What the asker may not see is not even counted."""
    assert find(ENTRIES, "cam", 1) == (["cam-1"], 3)
    assert find(ENTRIES, "cam", 5, fits=lambda ref: ref != "cam-1") == (["cam-12", "cam-2"], 2)
    assert find(ENTRIES, "  ", 5) == ([], 0)
