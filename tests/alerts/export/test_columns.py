from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from alerts.export.columns import Cell, Telling, columns
from alerts.parting import MERGED_INTO
from core.case import Case, Unit
from core.geo import Datum
from core.incident import Incident, Status
from tests.builders_store import WASTE, incident

ZH = Telling(language="zh", zone=ZoneInfo("Asia/Shanghai"))
EN = replace(ZH, language="en")


def read(one: Incident, telling: Telling = ZH) -> list[dict[str, Cell]]:
    """One row, by header."""
    wanted = columns(telling.datum)
    return [{telling.one(column.zh, column.en): column.fill(one, telling) for column in wanted}]


def test_it_speaks_the_language_that_was_asked_for() -> None:
    """Headers, statuses and reasons."""
    (zh,) = read(incident())
    assert (zh["状态"], zh["事项"], zh["事项代码"]) == ("待处置", "积存垃圾渣土", "06011")
    assert zh["街道"] == "河畔街道"
    (en,) = read(incident(), telling=EN)
    assert (en["Status"], en["Matter"], en["Severity"]) == ("to do", "Accumulated waste", "minor")
    unit = Case(unit=Unit(code="1", name="环卫所", name_en="Sanitation"))
    assert read(incident(case=unit))[0]["责任单位"] == "环卫所"
    assert read(incident(case=unit), telling=EN)[0]["Unit"] == "Sanitation"


def test_what_was_merged_is_no_false_alarm() -> None:
    """It ended as rejected and goes on as another, whose name is told."""
    (row,) = read(incident(status=Status.REJECTED, facts={MERGED_INTO: "inc_2"}))
    assert row["状态"] == "并入inc_2"
    assert read(incident(status=Status.REJECTED))[0]["状态"] == "误报"


def test_what_is_not_sure_says_so() -> None:
    """Who reads the table sees what only a machine has seen, and what waits for a person."""
    (row,) = read(incident(case=Case(held_for="confirmation")))
    assert (row["确认情况"], row["等待"]) == ("机器识别", "人工确认")
    (row,) = read(incident(facts={"certainty": "observed"}), EN)
    assert (row["Certainty"], row["Waits for"]) == ("confirmed by a person", "")


def test_times_are_the_districts_and_say_so() -> None:
    """A reader in the district sees his own clock; the offset leaves no doubt."""
    (row,) = read(incident())
    assert row["首次发现"] == "2026-11-02T16:00:00+08:00"
    assert row["结案时间"] == ""


def test_another_datum_has_columns_of_its_own() -> None:
    """Named with the datum; those of WGS-84 stay."""
    (row,) = read(incident(), telling=replace(ZH, datum=Datum.GCJ02))
    assert row["经度(WGS-84)"] == 120.25
    assert 0.001 < abs(float(row["经度(GCJ02)"]) - 120.25) < 0.01


def test_a_code_keeps_its_zeros() -> None:
    """Codes are text."""
    (row,) = read(incident(matter=replace(WASTE, code="00017")))
    assert row["事项代码"] == "00017"
