from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from gridwatch.offers.digest.figures import Figures, Line
from gridwatch.offers.digest.telling import District, tell
from gridwatch.offers.digest.times import Period
from tests.builders import at

DISTRICT = District(name="示范区", name_en="Demo District", zone=ZoneInfo("Asia/Shanghai"))
FIGURES = Figures(
    period=Period(since=at(-86400), until=at(0)),
    at=at(60),
    opened=41,
    closed=42,
    rejected=43,
    live=44,
    todo=45,
    overdue=46,
    held=47,
    cameras=7396,
    unseen=48,
    not_seeing=49,
    matters=(Line(zh="积存垃圾渣土", en="Waste", count=51),),
    places=(Line(zh="新桥社区", en="330109001002 (新桥社区)", count=52),),
    owners=(Line(zh="police", en="police", count=53),),
)


def test_both_languages_tell_every_figure() -> None:
    """Chinese first, in the district's own time; nobody has to translate."""
    digest = tell(FIGURES, DISTRICT, "both")
    zh, en = digest.body.strip().split("\n\n")
    for text in (zh, en):
        numbers = set(re.findall(r"\d+", text))
        assert {str(n) for n in (*range(41, 50), 51, 52, 53, 7396)} <= numbers
        assert "2026-11-01 16:00+08:00 – 2026-11-02 16:00+08:00" in text
    assert "等待人工确认 47 件" in zh
    assert "overdue 46" in en
    assert digest.title == "示范区视频巡查简报 11-02 16:00 · Demo District: digest 2026-11-02 16:00"


def test_one_language_alone() -> None:
    """A district without an English name is still called by its name."""
    assert not re.search(r"[a-z]{5}", tell(FIGURES, DISTRICT, "zh").title)
    assert tell(FIGURES, replace(DISTRICT, name_en=""), "en").title.startswith("示范区: digest")


def test_a_quiet_day_is_told_without_empty_lists() -> None:
    """No heading without what belongs below it."""
    quiet = replace(FIGURES, matters=(), places=(), owners=())
    assert "最多" not in tell(quiet, DISTRICT, "zh").body
    assert "Most" not in tell(quiet, DISTRICT, "en").body
