"""Codes by matter and ground, and an open `uncoded` where there is none."""

from __future__ import annotations

from alerts.codes import CodeTable
from core.config.matter import MatterTable

WORKS = {"zone_kinds": ["works_site"]}
ROWS = [
    {"matter": "construction_waste", "code": "06011", "name": "积存垃圾渣土", "name_en": "Waste"},
    {"matter": "construction_waste", "code": "08005", "name": "施工废弃料", "name_en": "Works"} | WORKS,
    {"matter": "materials", "code": "08006", "name": "物料乱堆放", "name_en": "Materials"} | WORKS,
]
TABLE = CodeTable(MatterTable.model_validate({"table": "GB/T 47678.5-2026", "version": "1", "rows": ROWS}))


def test_the_ground_decides() -> None:
    """The same waste is 08005 on a works site and 06011 elsewhere."""
    assert TABLE.code("construction_waste", "works_site").code == "08005"
    assert TABLE.code("construction_waste", "plaza").code == "06011"
    assert TABLE.name == "GB/T 47678.5-2026 1"


def test_an_unknown_matter_is_openly_uncoded() -> None:
    """At run time nothing is lost because a table was edited."""
    code = TABLE.code("ponding", "any")
    assert (code.key, code.code, code.local_extension) == ("ponding", "uncoded", True)
    assert TABLE.code("materials", "plaza").code == "uncoded"


def test_what_would_be_uncoded_is_told_before() -> None:
    """The check names each gap once, with what is known."""
    wanted = [("ponding", "any"), ("ponding", "any"), ("materials", "plaza"), ("construction_waste", "x")]
    told = TABLE.missing(wanted)
    assert len(told) == 2
    assert "codes ponding not at all" in told[0]
    assert "codes materials only for zone kinds works_site, but it is looked for on plaza" in told[1]
