from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from alerts.cap.alert import MAX_REFERENCES, Issuer, cap_alert, instant
from alerts.links import EvidenceLinks
from alerts.parting import MERGED_INTO
from core.case import FOR_CONFIRMATION, Case, Stage, Unit
from core.config.settings.offers import Cap
from core.errors import NotFound
from core.geo import Datum
from core.incident import Incident, Status, Step
from core.place import Place
from core.reason import Reason
from tests.alerts.cap.schema import NS, one, pairs, read_cap
from tests.builders import at
from tests.builders_store import CROWD, incident, picture, place, step

ISSUER = Issuer(
    settings=Cap(sender="gridwatch@example.gov.cn"),
    name="示范区",
    name_en="Demo District",
    zone=ZoneInfo("Asia/Shanghai"),
)
OPENED = step(2, "opened", before=Status.CANDIDATE, seconds=60)
CLOSED = step(5, "closed", before=Status.VERIFYING, after=Status.CLOSED, seconds=7200)
LINKS = EvidenceLinks(base_url="https://g.example/evidence", key=b"0123456789abcdef", valid_s=60)


def told(
    made: Incident | None = None,
    *history: Step,
    settings: Cap | None = None,
    links: EvidenceLinks | None = None,
) -> Any:
    """The message about an incident, parsed and held against the schema."""
    issuer = ISSUER if settings is None else replace(ISSUER, settings=settings)
    xml = cap_alert(made or incident(), history or (OPENED,), issuer=issuer, links=links, now=at(0))
    return read_cap(xml)


def test_the_first_message_is_an_alert_in_two_languages() -> None:
    """Everything that a reader needs stands in it, in the elements where CAP looks for it."""
    root = told()
    assert one(root, "identifier") == "inc_1.2"
    assert (one(root, "sender"), one(root, "sent")) == (
        "gridwatch@example.gov.cn",
        "2026-11-02T16:01:00+08:00",
    )
    assert (one(root, "status"), one(root, "msgType"), one(root, "scope")) == (
        "Actual",
        "Alert",
        "Restricted",
    )
    assert not one(root, "references")
    assert one(root, "incidents") == "inc_1"
    zh, en = root.xpath("cap:info", namespaces=NS)
    assert [one(info, "language") for info in (zh, en)] == ["zh-CN", "en"]
    assert [one(info, "event") for info in (zh, en)] == ["积存垃圾渣土", "Accumulated waste"]
    assert [one(info, "senderName") for info in (zh, en)] == ["示范区", "Demo District"]
    assert one(zh, "headline") == "河畔街道:积存垃圾渣土"
    assert one(en, "headline") == "Riverside street: accumulated waste"
    assert one(en, "category") == "Env"
    assert (one(en, "urgency"), one(en, "severity"), one(en, "certainty")) == ("Expected", "Minor", "Likely")
    assert one(en, "onset") == "2026-11-02T16:00:00+08:00"
    assert "waste" in one(en, "description")
    assert one(en, "area/circle") == "30.450000,120.250000 0.0045"
    assert one(zh, "area/areaDesc") == "示范区河畔街道新桥社区第三网格"
    assert pairs(root, "geocode")["grid"] == "330109001002003"
    assert pairs(root, "eventCode") == {"GB/T 47678.5-2026": "06011"}
    parameters = pairs(root, "parameter", info=1)
    assert parameters["matterCode"] == "06011"
    assert parameters["matterTable"] == "GB/T 47678.5-2026"


def test_it_never_says_when_it_ends() -> None:
    """An incident ends when it is shown to be gone; a date that somebody made up would end it by itself."""
    due = Case(stage=Stage.DISPATCHED, due_at=at(3600), unit=Unit(code="91330109", name="环卫所"))
    root = told(incident(case=due))
    assert not root.xpath("//cap:expires", namespaces=NS)
    assert pairs(root, "parameter")["unitCode"] == "91330109"


def test_later_messages_name_those_before() -> None:
    """An update supersedes the alert, the end cancels both, each by sender, identifier and time."""
    view = step(4, "view_added", before=Status.OPEN, after=Status.OPEN, seconds=600)
    root = told(incident(), OPENED, view)
    assert (one(root, "msgType"), one(root, "identifier")) == ("Update", "inc_1.4")
    assert one(root, "references") == "gridwatch@example.gov.cn,inc_1.2,2026-11-02T16:01:00+08:00"
    root = told(incident(status=Status.CLOSED), OPENED, view, CLOSED)
    assert one(root, "msgType") == "Cancel"
    assert [each.split(",")[1] for each in one(root, "references").split()] == ["inc_1.2", "inc_1.4"]
    assert (one(root, "info/urgency"), one(root, "info/responseType")) == ("Past", "AllClear")


def test_what_was_said_before_is_said_in_the_same_words_again() -> None:
    """Whoever asks twice gets the same identifier and time, and the same bytes but for the links' expiry."""
    first, second = (
        cap_alert(incident(), (OPENED,), issuer=ISSUER, links=None, now=at(seconds))
        for seconds in (100, 9000)
    )
    assert first == second


def test_references_are_bounded() -> None:
    """A case that changed a thousand times names the newest hundred messages."""
    updates = [
        step(n, "view_added", before=Status.OPEN, after=Status.OPEN, seconds=100 + n) for n in range(3, 1003)
    ]
    references = one(told(incident(), OPENED, *updates), "references").split()
    assert len(references) == MAX_REFERENCES
    assert references[-1].split(",")[1] == "inc_1.1001"


def test_a_person_makes_it_observed() -> None:
    """What only a machine has seen is likely."""
    confirmed = incident(facts={"certainty": "observed"})
    assert one(told(confirmed), "info/certainty") == "Observed"
    rejected = step(3, "rejected", before=Status.OPEN, after=Status.REJECTED, seconds=90)
    root = told(incident(status=Status.REJECTED), OPENED, rejected)
    assert (one(root, "msgType"), one(root, "info/certainty")) == ("Cancel", "Unlikely")
    merged = incident(status=Status.REJECTED, facts={MERGED_INTO: "inc_2"})
    root = told(merged, OPENED, rejected)
    assert (one(root, "info/certainty"), pairs(root, "parameter")["mergedInto"]) == ("Likely", "inc_2")


def test_nobody_is_told_of_a_candidate() -> None:
    """There is no message before receivers are told, and none of what came to nothing."""
    seen = step(1, "seen", after=Status.CANDIDATE)
    for history in ((seen,), (seen, step(2, "stale", before=Status.CANDIDATE, after=Status.EXPIRED))):
        with pytest.raises(NotFound, match="told to nobody"):
            cap_alert(incident(), history, issuer=ISSUER, links=None, now=at(0))
    waits = incident(case=Case(held_for=FOR_CONFIRMATION))
    with pytest.raises(NotFound, match="told to nobody"):
        cap_alert(waits, (OPENED,), issuer=ISSUER, links=None, now=at(0))


def test_pictures_leave_masked_or_not_at_all() -> None:
    """By expiring link; neither the raw picture nor one that could not be masked is named."""
    pictures = (picture(), picture("after", when=at(60)), picture("latest", masked_key=None))
    root = told(incident(pictures=pictures), links=LINKS)
    uris = [element.text for element in root.xpath("cap:info[1]/cap:resource/cap:uri", namespaces=NS)]
    assert [uri.partition("?")[0] for uri in uris] == [
        "https://g.example/evidence/masked/after.jpg",
        "https://g.example/evidence/masked/before.jpg",
    ]
    assert one(root, "info/resource/mimeType") == "image/jpeg"
    assert not told(incident(pictures=pictures)).xpath("//cap:resource", namespaces=NS)


def test_settings_say_how_it_is_issued() -> None:
    """An exercise is never taken for the real thing; a private message names whom it is for."""
    cap = Cap(
        sender="g", status="exercise", scope="private", addresses=("unit one", "two"), contact="值班室",
        categories={"construction_waste": "Infra"},
    )  # fmt: skip
    root = told(settings=cap)
    assert (one(root, "status"), one(root, "scope")) == ("Exercise", "Private")
    assert one(root, "addresses") == '"unit one" two'
    assert (one(root, "info/contact"), one(root, "info/category")) == ("值班室", "Infra")
    public = told(settings=Cap(sender="g", scope="public"))
    assert not one(public, "restriction")


def test_text_that_xml_cannot_hold_does_not_break_it() -> None:
    """An operator's words with control characters, half a character or markup stay text."""
    odd = Reason.text("a\x00b\x1b \ud800 <b>&amp;</b>")
    root = told(incident(why=odd))
    assert one(root, "info/description") == "a b    <b>&amp;</b>"


def test_outside_of_every_grid_the_place_is_told_all_the_same() -> None:
    """CAP demands a description of the area; GCJ-02 never gets into the circle."""
    where = place(grid="")
    assert where.grid == ()
    root = told(incident(matter=CROWD, place=where))
    assert one(root, "info/area/areaDesc") == "网格以外"
    assert one(root, "info/category") == "Other"
    shifted = Place(point=where.point.to(Datum.GCJ02), radius_m=4.5, origin=where.origin)
    assert one(told(incident(place=shifted)), "info/area/circle") == "30.450000,120.250000 0.0045"


def test_utc_is_written_as_cap_wants_it() -> None:
    """Not Z and not +00:00; fractions of a second do not exist."""
    assert instant(at(0.75), UTC) == "2026-11-02T08:00:00-00:00"
    assert instant(at(0), ZoneInfo("America/New_York")) == "2026-11-02T03:00:00-05:00"


def test_the_checker_notices() -> None:
    """A message with an element out of order, an unknown word or a Z would not pass these tests."""
    good = cap_alert(incident(), (OPENED,), issuer=ISSUER, links=None, now=at(0)).decode()
    for wrong in (
        good.replace("<msgType>Alert", "<msgType>Alarm"),
        good.replace("+08:00</sent>", "Z</sent>"),
        good.replace("<certainty>Likely</certainty>", ""),
        good.replace("gridwatch@example", "grid watch"),
    ):
        assert wrong != good
        with pytest.raises((AssertionError, etree.XMLSyntaxError)):
            read_cap(wrong.encode())
