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
    "merge.merge_is_old": (
        (
            "the merge of {incident} and {other} was {minutes} min ago; "
            "it can be taken back for {limit} min (merging.undo_s)"
        ),
        "{incident}与{other}的合并已过{minutes}分钟;{limit}分钟内才能撤销",
    ),
    "merge.split_is_old": (
        (
            "the split of {incident} and {other} was {minutes} min ago; "
            "it can be taken back for {limit} min (merging.undo_s)"
        ),
        "{incident}与{other}的拆分已过{minutes}分钟;{limit}分钟内才能撤销",
    ),
    "merge.merge_stands": (
        "{incident}: {what} by {who} at {at} came after the merge, which can no longer be taken back; split it anew",
        "合并后{incident}已有新的处置({who}),不能再撤销;如需分开,请拆分",
    ),
    "merge.split_stands": (
        "{incident}: {what} by {who} at {at} came after the split, which can no longer be taken back; merge it anew",
        "拆分后{incident}已有新的处置({who}),不能再撤销;如需合在一起,请合并",
    ),
    "merge.undone": (
        "the {act} of {incident} and {other} is taken back: {why}",
        "撤销{incident}与{other}的合并或拆分。{why}",
    ),
    "report.near": (
        "{source_en} {number} reports it: {distance_m} m apart, told within {radius_m} m, up to {reach_m} m is one",
        "{source}{number}反映同一问题:相距{distance_m}米,其位置误差{radius_m}米,{reach_m}米以内视为同一处",
    ),
    "report.only_one": (
        "{source_en} {number} reports it: the only one of its kind in grid {grid}, where it is said to be",
        "{source}{number}反映同一问题:所报网格{grid}内仅此一处",
    ),
    "report.shown": (
        "a camera shows what was reported: {distance_m} m from where it was said to be, up to {reach_m} m is one",
        "摄像机发现所报问题:距所报位置{distance_m}米,{reach_m}米以内视为同一处",
    ),
    "report.shown_grid": (
        "a camera shows what was reported, in the grid {grid} where it is said to be",
        "摄像机在所报网格{grid}内发现所报问题",
    ),
    "report.told": (
        "reported by {source_en}, {number}: {text}; {cameras} camera(s) are asked to look",
        "{source}反映,编号{number}:{text}。已请{cameras}路摄像机查看",
    ),
    "report.look_absent": ("{camera}: nothing like it in this look", "{camera}:本次查看未见所报问题"),
    "report.not_seen": (
        "not seen: {cameras} camera(s) that show the place looked {looks} times and found nothing",
        "未见所报问题:覆盖该处的{cameras}路摄像机共查看{looks}次,均未发现",
    ),
    "report.stale": (
        "could not be decided: {left} of {cameras} camera(s) brought no look for {hours} h",
        "无法判定:{cameras}路摄像机中{left}路在{hours}小时内没有可用画面",
    ),
}
