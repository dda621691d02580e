from __future__ import annotations

from datetime import UTC

from lxml import etree

from alerts.cap.alert import Issuer
from alerts.cap.feed import LIVE, cap_feed
from core.case import FOR_CONFIRMATION, Case
from core.config.settings.offers import Cap
from core.incident import Status
from tests.builders import at
from tests.builders_store import incident

ATOM = "{http://www.w3.org/2005/Atom}"
ISSUER = Issuer(settings=Cap(sender="g@x.example"), name="示范区", name_en="Demo", zone=UTC)
BASE = "https://g.example/api/v1/incidents"


def test_each_entry_leads_to_its_message() -> None:
    """Id, time and title as Atom demands them, the message by its media type."""
    page = (incident("inc_2", seconds=5, title="a <b> & \x00"), incident("inc_1"))
    feed = etree.fromstring(cap_feed(page, issuer=ISSUER, base=BASE, next_page=None, now=at(99)))
    assert feed.findtext(f"{ATOM}updated") == "2026-11-02T08:00:05.000+00:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "g@x.example"
    first, second = feed.iter(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "a <b> &  "
    link = second.find(f"{ATOM}link")
    assert link is not None
    assert dict(link.attrib) == {
        "rel": "alternate",
        "type": "application/cap+xml",
        "href": f"{BASE}/inc_1/cap.xml",
    }
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == 3, "ids are unique, and none is the feed's"


def test_pages_lead_on_and_an_empty_feed_is_one() -> None:
    """`next` where there is more; with nothing to tell the feed still has its time."""
    feed = etree.fromstring(
        cap_feed((), issuer=ISSUER, base=BASE, next_page="https://g/?a=1&b=2", now=at(99))
    )
    assert feed.findtext(f"{ATOM}updated") == "2026-11-02T08:01:39.000+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.iter(f"{ATOM}link")}
    assert links == {"self": f"{BASE}/cap.atom", "next": "https://g/?a=1&b=2"}


def test_what_nobody_was_told_of_is_not_in_it() -> None:
    """Its link would lead nowhere."""
    page = (incident("inc_1", case=Case(held_for=FOR_CONFIRMATION)), incident("inc_2"))
    feed = etree.fromstring(cap_feed(page, issuer=ISSUER, base=BASE, next_page=None, now=at(99)))
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "urn:gridwatch:incident:inc_2"


def test_what_lasts() -> None:
    """No candidate, nothing that has ended."""
    assert set(Status) - set(LIVE) == {Status.CANDIDATE, Status.CLOSED, Status.REJECTED, Status.EXPIRED}
