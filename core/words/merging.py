"""Why views, incidents and reports belong together or apart. Code to (English, Chinese)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "merge.place": (
        "the same place: {distance_m} m apart, radii {radius_a} and {radius_b} m, up to {reach_m} m is one",
        "同一位置:相距{distance_m}米,定位半径{radius_a}米与{radius_b}米,{reach_m}米以内视为同一处",
    ),
    "merge.kindred": (
        (
            "the same place: {distance_m} m apart, radii {radius_a} and {radius_b} m, up to {reach_m} m is one; "
            "{name_en} and {other_en} are kindred"
        ),
        (
            "同一位置:相距{distance_m}米,定位半径{radius_a}米与{radius_b}米,{reach_m}米以内视为同一处;"
            "{name}与{other}属同类问题"
        ),
    ),
    "merge.kindred_box": (
        (
            "the same thing by another rule: the boxes overlap by {share} % in {camera}; "
            "{name_en} and {other_en} are kindred"
        ),
        "另一规则发现同一物:{camera}画面内重叠{share}%;{name}与{other}属同类问题",
    ),
    "merge.by_hand": (
        "merged by an operator: {gone} goes on as {kept}: {why}",
        "人工合并:{gone}并入{kept}。{why}",
    ),
    "merge.split": (
        "split by an operator: {views} view(s) of {incident} go on as {new}: {why}",
        "人工拆分:{incident}的{views}个视角另立为{new}。{why}",
    ),
    "merge.undone": (
        "the {act} of {incident} and {other} is taken back: {why}",
        "撤销{incident}与{other}的合并或拆分。{why}",
    ),
}
