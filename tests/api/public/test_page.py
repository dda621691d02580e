"""The page about a case: what is on it, and what never is."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

from api.public.page import HEADERS, nothing_page, status_page
from core.case import Case, Report, Source, Stage, Unit
from core.incident import Status
from core.matter import MatterCode
from core.reason import Reason
from tests.builders import at
from tests.builders_store import incident, picture, step

PRIVATE = (
    "cam-1",
    "operator",
    "Li Wei",
    "13812345678",
    "inc_1",
    "Riverside",
    "raw/",
    "abab",
    "urban-management",
    "A-77",
)


def _page(zone: str = "Asia/Shanghai", **changes) -> str:
    one = incident(status=Status.HANDLING, pictures=(picture(),), case_number="A-77", **changes)
    history = [
        step(1, "opened"),
        step(2, "acknowledged", who="operator:Li Wei", why=Reason.text("call 13812345678"), seconds=60),
        step(3, "reported", who="platform:grid", seconds=120),
        step(4, "dispatched", who="platform", seconds=3600),
    ]
    return status_page(one, history, district="示范区", zone=zone, now=at(7200))


def test_it_says_what_where_how_far_and_when():
    """Matter, street, community and grid, seven stages, times where it lies."""
    page = _page()
    for told in (
        "积存垃圾渣土",
        "Accumulated waste",
        "河畔街道 › 新桥社区 › 第三网格",
        "示范区",
        "任务派遣",
        "Given to a unit",
    ):
        assert told in page, told
    assert re.findall(r'<li class="(\w+)"', page) == ["done"] * 2 + ["now"] + ["ahead"] * 4
    assert re.findall(r">(\d{4}-\d\d-\d\d \d\d:\d\d)</time>", page) == [
        "2026-11-02 16:00",
        "2026-11-02 16:02",
        "2026-11-02 17:00",
    ]
    assert "更新于 2026-11-02 18:00(Asia/Shanghai)" in page
    assert "2026-11-02 08:00<" in _page(zone="Mars/Olympus"), "a zone that is none: UTC"


def test_it_says_nothing_of_persons_cameras_or_pictures():
    """Nobody's name, no free text, no id, no picture, no number of the platform."""
    case = Case(stage=Stage.HANDLING, unit=Unit(code="91330109MA0", name="某保洁公司"))
    report = Report(source=Source.HOTLINE, number="12345-9", at=at(0), text="王女士 反映")
    page = _page(case=case, reports=(report,))
    for private in (*PRIVATE, "某保洁公司", "91330109MA0", "王女士", "12345-9"):
        assert private not in page, private
    assert "<img" not in page
    assert "<script" not in page
    assert "http" not in page, "nothing is loaded from elsewhere, nothing leads elsewhere"


def test_what_a_table_says_is_text():
    """A name from a city's table is no markup."""
    matter = MatterCode(
        key="x", code="1", name="<b>渣土</b>", name_en='"><script>', table="t", table_version="1"
    )
    page = _page(matter=matter)
    assert "&lt;b&gt;渣土&lt;/b&gt;" in page
    assert "<script" not in page


def test_its_one_style_is_the_one_that_its_policy_allows():
    """By hash; everything else is forbidden; nobody keeps, finds or frames it."""
    (style,) = re.findall(r"<style>(.*?)</style>", _page(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in HEADERS["Content-Security-Policy"]
    assert "noindex" in HEADERS["X-Robots-Tag"]
    assert HEADERS["Cache-Control"] == "no-store"
    assert "noindex" in _page()
    assert 'name="viewport"' in _page()


def test_a_wrong_link_has_one_answer():
    """In both languages, and it names no reason that would tell one wrong link from another."""
    assert nothing_page() == nothing_page()
    assert "链接不正确、已过期或已撤销" in nothing_page()
    assert "taken back" in nothing_page()


def test_rounds_and_notes_are_told():
    """Called handled, and was not."""
    one = replace(incident(), status=Status.REOPENED, reopened=1)
    history = [step(1, "opened"), step(2, "reopened", seconds=5)]
    page = status_page(one, history, district="示范区", zone="Asia/Shanghai", now=at(9))
    assert "第2轮处置" in page
    assert "复看未通过" in page
