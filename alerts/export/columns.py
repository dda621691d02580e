"""The columns of a table of incidents: key, header in two languages, and what stands in the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from alerts.export.words import CERTAINTY, HELD, SEVERITY, STAGE, STATUS, said
from alerts.parting import MERGED_INTO
from core.geo import Datum, LonLat
from core.incident import Incident
from core.reason import Language

_DEGREES = 7  # digits behind the point: a centimetre

Cell = str | int | float


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """How a table is told."""

    language: Language
    zone: tzinfo  # of its times
    datum: Datum = Datum.WGS84  # other than WGS84: two more columns

    def one(self, zh: str, en: str) -> str:
        """Return the words of the language; Chinese where there are no English ones."""
        return zh if self.language == "zh" else en or zh

    def time(self, at: datetime | None) -> str:
        """Return a time in the zone, e.g. 2026-11-02T16:00:00+08:00; empty for none."""
        return "" if at is None else at.astimezone(self.zone).isoformat(timespec="seconds")


Fill = Callable[[Incident, Telling], Cell]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column."""

    key: str
    zh: str  # header
    en: str
    fill: Fill


def columns(datum: Datum) -> tuple[Column, ...]:
    """Return every column; a datum other than WGS-84 has two of its own, that name it."""
    if datum is Datum.WGS84:
        return COLUMNS
    return (
        *COLUMNS,
        _column("lon_shifted", f"经度({datum.value})", f"Longitude ({datum.value})", _lon(datum)),
        _column("lat_shifted", f"纬度({datum.value})", f"Latitude ({datum.value})", _lat(datum)),
    )


def _column(key: str, zh: str, en: str, fill: Fill) -> Column:
    return Column(key=key, zh=zh, en=en, fill=fill)


def _point(incident: Incident, datum: Datum) -> LonLat:
    return incident.place.point.to(datum)


def _lon(datum: Datum) -> Fill:
    return lambda i, _: round(_point(i, datum).lon, _DEGREES)


def _lat(datum: Datum) -> Fill:
    return lambda i, _: round(_point(i, datum).lat, _DEGREES)


def _level(level: str) -> Fill:
    return lambda i, _: next((cell.name for cell in i.place.grid if cell.level == level), "")


def _status(incident: Incident, telling: Telling) -> str:
    into = incident.facts.get(MERGED_INTO)
    if into is not None and incident.status.ended:
        return telling.one(f"并入{into}", f"merged into {into}")
    return said(STATUS, incident.status.value, telling.language)


def certainty(incident: Incident) -> str:
    """Return `observed` where a person has confirmed it, else `likely`."""
    return "observed" if incident.facts.get("certainty") == "observed" else "likely"


def _unit(incident: Incident, telling: Telling) -> str:
    unit = incident.case.unit
    return "" if unit is None else telling.one(unit.name, unit.name_en)


COLUMNS = (
    _column("id", "事件编号", "Incident", lambda i, _: i.id),
    _column("status", "状态", "Status", _status),
    _column("certainty", "确认情况", "Certainty", lambda i, t: said(CERTAINTY, certainty(i), t.language)),
    _column("held_for", "等待", "Waits for", lambda i, t: said(HELD, i.case.held_for or "", t.language)),
    _column("matter", "事项", "Matter", lambda i, t: t.one(i.matter.name, i.matter.name_en)),
    _column("code", "事项代码", "Code", lambda i, _: i.matter.code),
    _column("table", "代码表", "Code table", lambda i, _: i.matter.table),
    _column("severity", "严重程度", "Severity", lambda i, t: said(SEVERITY, i.matter.severity, t.language)),
    _column("title", "标题", "Headline", lambda i, t: t.one(i.title, i.title_en)),
    _column("why", "上报原因", "Why it was raised", lambda i, t: i.why.tell(t.language)),
    _column("street", "街道", "Street", _level("street")),
    _column("community", "社区", "Community", _level("community")),
    _column("grid", "网格", "Grid", _level("grid")),
    _column("grid_code", "网格代码", "Grid code", lambda i, _: i.place.grid_code or ""),
    _column("lon", "经度(WGS-84)", "Longitude (WGS-84)", _lon(Datum.WGS84)),
    _column("lat", "纬度(WGS-84)", "Latitude (WGS-84)", _lat(Datum.WGS84)),
    _column("radius_m", "误差半径(米)", "Radius (m)", lambda i, _: round(i.place.radius_m, 1)),
    _column("first_seen", "首次发现", "First seen", lambda i, t: t.time(i.created_at)),
    _column("opened", "确认时间", "Opened", lambda i, t: t.time(i.opened_at)),
    _column("closed", "结案时间", "Closed", lambda i, t: t.time(i.closed_at)),
    _column("updated", "最近变化", "Last change", lambda i, t: t.time(i.updated_at)),
    _column("case_number", "平台案卷号", "Case number", lambda i, _: i.case_number or ""),
    _column("stage", "案卷阶段", "Stage", lambda i, t: said(STAGE, i.case.stage.value, t.language)),
    _column("unit", "责任单位", "Unit", _unit),
    _column("due", "处置期限", "Due", lambda i, t: t.time(i.case.due_at)),
    _column("reopened", "重开次数", "Times reopened", lambda i, _: i.reopened),
    _column("cameras", "摄像机", "Cameras", lambda i, _: " ".join(i.cameras)),
    _column("owner", "权属单位", "Owner", lambda i, _: i.owner),
    _column("confidence", "置信度", "Confidence", lambda i, _: round(i.confidence, 4)),
    _column("version", "版本", "Version", lambda i, _: i.version),
)
