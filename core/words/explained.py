"""What rules do, in one sentence each. Code to (English, Chinese); facts are filled in by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "rule.dwell": (
        (
            "Reports {things_en} that lies still in {where_en}: seen at the same place in {k} of {n} looks over "
            "at least {over_en}, each by {sure} % or more. Called gone after {clear_n} looks without it."
        ),
        (
            "检查{where}内静止不动的{things}:在{over}以上的{n}次查看中至少{k}次出现在同一位置"
            "(置信度≥{sure}%)即上报;连续{clear_n}次未见判定清除。"
        ),
    ),
    "rule.crowd": (
        (
            "Reports {count} persons or more at once in {where_en}: in {k} looks in a row over at least "
            "{over_en}, each person by {sure} % or more. Called over after {clear_n} looks below."
        ),
        (
            "检查{where}内人员聚集:连续{k}次查看、持续{over}以上不少于{count}人(置信度≥{sure}%)即上报;"
            "连续{clear_n}次回落判定疏散。"
        ),
    ),
    "rule.density": (
        (
            "Reports {per_m2} persons per m² or more in {where_en}: in {k} looks in a row over at least "
            "{over_en}, each person by {sure} % or more. Called over after {clear_n} looks below."
        ),
        (
            "检查{where}内人员密度:连续{k}次查看、持续{over}以上每平方米不少于{per_m2}人(置信度≥{sure}%)即上报;"
            "连续{clear_n}次回落判定疏散。"
        ),
    ),
    "rule.count": (
        (
            "Reports more than {limit} of {things_en} in {where_en}: in {k} looks in a row over at least "
            "{over_en}, each by {sure} % or more. Ends after {clear_n} looks within the limit."
        ),
        (
            "检查{where}内{things}数量:连续{k}次查看、持续{over}以上多于{limit}(置信度≥{sure}%)即上报;"
            "连续{clear_n}次未超限判定恢复。"
        ),
    ),
}
