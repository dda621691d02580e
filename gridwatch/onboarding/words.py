"""Names of owners and scenes: slugs that configuration uses, for the words that ledgers write."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.config.base import SLUG
from gridwatch.onboarding.cells import BadCell

_OWNERS = {
    "police": "公安 公安局 公安分局 派出所 交警 交警大队 雪亮工程",
    "urban-management": "城管 城管局 城市管理 城市管理局 综合执法 综合执法局 综合行政执法局 数字城管",
    "property": "物业 物业公司 小区物业",
    "education": "教育 教育局 教体局 学校",
    "market": "市场 农贸市场 集贸市场 市场监管局",
    "building-site": "工地 建筑工地 住建 住建局 施工单位",
    "transport": "交通 交通局 交通运输局",
    "water": "水务 水务局 水利局 河长办",
}
_SCENES = {
    "street": "街道 道路 路面 路口 街面 背街小巷 沿街 人行道 主干道 次干道 支路",
    "plaza": "广场 公园 商圈 公共广场",
    "works_site": "工地 建筑工地 施工现场 施工工地",
    "market": "市场 农贸市场 集贸市场 菜场 菜市场",
    "crowd": "人员密集 人员密集场所 车站 地铁口",
    "estate": "小区 住宅小区 社区 楼栋",
    "school": "学校 校园 校门口 幼儿园",
    "river": "河道 水域 河湖",
}
_FIELDS_ZH = {"owner": "来源单位", "scene": "场景"}
_KNOWN: Mapping[str, Mapping[str, str]] = {
    field: {word: slug for slug, words in table.items() for word in words.split()}
    for field, table in (("owner", _OWNERS), ("scene", _SCENES))
}


def slug_of(field: str, text: str, values: Mapping[tuple[str, str], str]) -> str:
    """Return the name of an owner or scene.

    Args:
        field: owner or scene.
        text: what the ledger writes.
        values: (field, word) to name, as whoever imports says; wins.
    """
    said = values.get((field, text))
    if said is not None:
        return said
    if re.fullmatch(SLUG, text):
        return text
    known = _KNOWN[field]
    found = known.get(text)
    if found is not None:
        return found
    # a part of a long name is a guess, and an owner's policies hang on it: it is offered, not taken
    guess = next(
        (slug for word, slug in sorted(known.items(), key=lambda one: -len(one[0])) if word in text), None
    )
    told = f"`--value {field}:{text}={guess}` if it is {guess}; " if guess else ""
    raise BadCell(
        "unknown_word",
        word=text,
        field=field,
        field_zh=_FIELDS_ZH[field],
        meant=guess or "",
        guess=told,
        guess_zh=f"如果就是{guess},请指定为{guess};" if guess else "",
        examples=", ".join(sorted(set(known.values()))[:4]),
    )
