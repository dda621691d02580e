"""What things in a sentence are called: key to (English, Chinese). A key that is not here is told as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

# What a detector finds, one and many of it.
LABELS: dict[str, tuple[str, str]] = {
    "person": ("a person", "行人"),
    "bicycle": ("a bicycle", "自行车"),
    "car": ("a car", "小汽车"),
    "motorcycle": ("a motorcycle", "摩托车"),
    "bus": ("a bus", "客车"),
    "truck": ("a truck", "货车"),
    "waste": ("a heap of waste", "垃圾堆"),
    "bin": ("a bin", "垃圾桶"),
    "overflow": ("an overflowing bin", "满溢垃圾桶"),
    "persons": ("persons", "人员"),
    "vehicles": ("vehicles", "车辆"),
    "bicycles": ("bicycles", "自行车"),
    "cars": ("cars", "小汽车"),
    "motorcycles": ("motorcycles", "摩托车"),
    "buses": ("buses", "客车"),
    "trucks": ("trucks", "货车"),
    "bins": ("bins", "垃圾桶"),
    "things": ("things", "物体"),
}

# What the ground in a zone is. A city may write kinds of its own into its files.
ZONE_KINDS: dict[str, tuple[str, str]] = {
    "any": ("any ground", "不限"),
    "public_ground": ("public ground", "公共场地"),
    "road": ("road", "道路"),
    "sidewalk": ("pavement", "人行道"),
    "plaza": ("plaza", "广场"),
    "market": ("market", "市场"),
    "green_space": ("green space", "绿地"),
    "works_site": ("building site", "工地"),
    "finished_works": ("finished building site", "完工场地"),
    "no_parking": ("no parking", "禁停区"),
    "fire_lane": ("fire lane", "消防通道"),
}

# What the grid platform says of a case.
STATUSES: dict[str, tuple[str, str]] = {
    "accepted": ("accepted", "立案"),
    "filed": ("filed", "立案"),
    "rejected": ("rejected", "不予立案"),
    "not_filed": ("not filed", "不予立案"),
    "dispatched": ("dispatched", "派遣"),
    "handling": ("handling", "处置中"),
    "handled": ("handled", "处置完毕"),
    "returned": ("returned", "退回"),
    "suspended": ("suspended", "挂账缓办"),
    "resumed": ("resumed", "恢复办理"),
    "delayed": ("delayed", "延期"),
    "closed": ("closed", "结案"),
    "evaluated": ("evaluated", "综合评价"),
    "cancelled": ("cancelled", "作废"),
}

# A zone that nobody has drawn.
ZONES: dict[str, tuple[str, str]] = {
    "画面": ("the picture", "画面"),
    "picture": ("the whole picture", "全画面"),  # by its id, where a reason has no name of it
}


def name_of(key: str, names: Mapping[str, tuple[str, str]], language: Literal["zh", "en"]) -> str:
    """Return what a key is called."""
    return names[key][language == "zh"] if key in names else key


def names_of(keys: str, names: Mapping[str, tuple[str, str]], language: Literal["zh", "en"]) -> str:
    """Return what several keys with commas between them are called."""
    return ("、" if language == "zh" else ", ").join(
        name_of(key, names, language) for key in keys.split(", ")
    )


def thing_of(key: str, language: Literal["zh", "en"]) -> str:
    """Return what a detector's class is called on a label: without an article."""
    return name_of(key, LABELS, language).removeprefix("a ").removeprefix("an ")
