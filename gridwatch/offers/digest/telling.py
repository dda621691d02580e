"""A digest in words, Chinese and English. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from core.reason import Language
from gridwatch.offers.digest.figures import Figures, Line

DigestLanguage = Literal["both", "zh", "en"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """What is sent."""

    title: str
    body: str  # plain text


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """Of whom it tells."""

    name: str
    name_en: str
    zone: tzinfo


def tell(figures: Figures, district: District, language: DigestLanguage) -> Digest:
    """Return the digest in one language or both, Chinese first."""
    languages: tuple[Language, ...] = ("zh", "en") if language == "both" else (language,)
    titles = [_title(figures, district, one) for one in languages]
    bodies = ["\n".join((_zh if one == "zh" else _en)(figures, district.zone)) for one in languages]
    return Digest(title=" · ".join(titles), body="\n\n".join(bodies) + "\n")


def _title(figures: Figures, district: District, language: Language) -> str:
    until = figures.period.until.astimezone(district.zone)
    if language == "zh":
        return f"{district.name}视频巡查简报 {until:%m-%d %H:%M}"
    return f"{district.name_en or district.name}: digest {until:%Y-%m-%d %H:%M}"


def _zh(figures: Figures, zone: tzinfo) -> list[str]:
    f = figures
    return [
        f"时段:{_span(f, zone)}",
        f"新增 {f.opened} 件,结案 {f.closed} 件,误报 {f.rejected} 件",
        f"未结 {f.live} 件:无人受理 {f.todo} 件,超期 {f.overdue} 件,等待人工确认 {f.held} 件",
        f"摄像机 {f.cameras} 路:整个时段未能查看 {f.unseen} 路,当前看不到 {f.not_seeing} 路",
        *_list("新增最多的事项:", f.matters, lambda line: f"{line.zh} {line.count} 件"),
        *_list("新增最多的地点:", f.places, lambda line: f"{line.zh} {line.count} 件"),
        *_list("未能查看最多的权属单位:", f.owners, lambda line: f"{line.zh} {line.count} 路"),
    ]


def _en(figures: Figures, zone: tzinfo) -> list[str]:
    f = figures
    return [
        f"Period: {_span(f, zone)}",
        f"Opened {f.opened}, closed {f.closed}, false alarms {f.rejected}",
        f"Not ended {f.live}: taken by nobody {f.todo}, overdue {f.overdue}, waiting for a person's word {f.held}",
        f"Cameras {f.cameras}: not seen in the whole period {f.unseen}, not seeing now {f.not_seeing}",
        *_list("Most opened matters:", f.matters, lambda line: f"{line.en} {line.count}"),
        *_list("Most opened places:", f.places, lambda line: f"{line.en} {line.count}"),
        *_list("Owners whose cameras were not seen:", f.owners, lambda line: f"{line.en} {line.count}"),
    ]


def _list(head: str, lines: Sequence[Line], tell_one: Callable[[Line], str]) -> list[str]:
    return [head, *(f"  {tell_one(line)}" for line in lines)] if lines else []


def _span(figures: Figures, zone: tzinfo) -> str:
    return f"{_clock(figures.period.since, zone)} – {_clock(figures.period.until, zone)}"


def _clock(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ", timespec="minutes")
