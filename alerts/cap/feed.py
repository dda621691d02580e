"""The incidents that last, as an Atom feed (RFC 4287) that leads to their CAP messages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from alerts.cap.alert import CONTENT_TYPE, Issuer, xml_text
from core.case import FOR_CONFIRMATION
from core.incident import Incident, Status

NAMESPACE = "http://www.w3.org/2005/Atom"
FEED_TYPE = "application/atom+xml"
LIVE = tuple(status for status in Status if not status.ended and status is not Status.CANDIDATE)


def cap_feed(
    incidents: Sequence[Incident], *, issuer: Issuer, base: str, next_page: str | None, now: datetime
) -> bytes:
    """Return one page of the feed, as UTF-8 XML.

    Args:
        incidents: the page, newest change first.
        issuer: whose feed it is.
        base: address of this API's incidents, without a slash at the end.
        next_page: where older ones are; None at the end.
        now: the feed's own time while nothing is in it.
    """
    feed = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    _add(feed, "id", f"urn:gridwatch:cap:{quote(issuer.settings.sender, safe='')}")
    _add(feed, "title", " · ".join(filter(None, (issuer.name, issuer.name_en))))
    _add(feed, "updated", _time(incidents[0].updated_at if incidents else now))
    _add(_add(feed, "author"), "name", issuer.settings.sender)
    _link(feed, "self", f"{base}/cap.atom")
    if next_page is not None:
        _link(feed, "next", next_page)
    for incident in incidents:
        if incident.case.held_for == FOR_CONFIRMATION:
            continue  # nobody has been told of it: there is no message
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:gridwatch:incident:{quote(incident.id, safe='')}")
        _add(entry, "title", incident.title)
        _add(entry, "updated", _time(incident.updated_at))
        _link(entry, "alternate", f"{base}/{quote(incident.id, safe='')}/cap.xml", CONTENT_TYPE)
        _add(entry, "summary", f"{incident.title_en}; {incident.status.value}; {incident.matter.code}")
    return bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _link(parent: Any, rel: str, href: str, kind: str = FEED_TYPE) -> None:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("type", kind)
    link.set("href", href)


def _add(parent: Any, tag: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if text is not None:
        element.text = xml_text(text)
    return element
