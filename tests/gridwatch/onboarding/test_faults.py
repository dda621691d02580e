from __future__ import annotations

from gridwatch.onboarding.faults import BadLedger, Fault, alike, bad_lines, by_kind, folded, shown


def _empty(line: int, column: str = "名称") -> Fault:
    return Fault(kind="empty", line=line, column=column)


def _word(line: int, word: str) -> Fault:
    facts = {
        "word": word,
        "field": "owner",
        "field_zh": "来源单位",
        "guess": "",
        "guess_zh": "",
        "examples": "police",
    }
    return Fault(kind="unknown_word", line=line, column="单位", facts=facts)


def test_a_fault_says_where_what_and_what_to_do() -> None:
    """As `gridwatch check` does."""
    assert _empty(7).told("a.csv") == "a.csv:7: 名称: is empty. Fill it in."
    assert (_empty(7).what("zh"), _empty(7).cure("zh")) == ("为空", "请填写。")
    assert str(BadLedger("a.csv", [_empty(7)])) == "a.csv:7: 名称: is empty. Fill it in."


def test_like_faults_are_folded_and_no_kind_is_hidden() -> None:
    """Thousands of rows with one fault must not hide the one row with another."""
    faults = [
        Fault(kind="near_twin", line=1, facts={"other": 2, "metres": "1"}),
        *map(_empty, range(5, 105)),
        _empty(3, "经度"),
    ]
    told = folded(faults, 3, 40)
    assert [group[0].line for group in alike(faults)] == [3, 5, 1]  # errors first, then by line
    assert [(fault.line, len(others)) for fault, others in told] == [(3, 0), (5, 0), (6, 0), (7, 97), (1, 0)]
    assert [fault.line for fault, _ in folded(faults, 3, 3)] == [3, 5, 1]  # fewer of each, but one of all


def test_one_unknown_word_is_one_question() -> None:
    """However many rows have it."""
    told = folded([_word(2, "甲"), _word(3, "乙"), _word(4, "甲")], 3, 40)
    assert [(fault.facts["word"], others) for fault, others in told] == [("甲", [4]), ("乙", [])]


def test_what_is_wrong_with_the_whole_is_never_folded() -> None:
    """Three columns that are missing are three things to do."""
    facts = ({"field": field, "cure": "Add it."} for field in ("a", "b", "c", "d"))
    faults = [Fault(kind="missing_column", facts=fact) for fact in facts]
    assert [fault for fault, _ in folded(faults, 1, 1)] == faults


def test_only_errors_keep_a_row_out() -> None:
    """A warning is told and no more."""
    near = Fault(kind="near_twin", line=9, facts={"other": 2, "metres": "1"})
    assert bad_lines([_empty(3), near, Fault(kind="datum_unsaid", facts={"hint": ""})]) == {3}
    assert by_kind([_empty(1), near, _empty(2)]) == {"empty": 2, "near_twin": 1}


def test_what_is_quoted_is_short() -> None:
    """A cell may hold a novel."""
    assert len(shown("长" * 1000)) == 62
