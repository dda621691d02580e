"""One incident as a CAP 1.2 alert, in Chinese and English. Pure: incident and history in, XML out.

Nothing is made up. There is no `expires`: an incident lasts until somebody shows that it is gone, and
CAP says that without one each recipient judges for himself. Times carry an offset and whole seconds,
UTC is written -00:00 and never Z, coordinates are WGS-84 and latitude comes first: so says CAP 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from lxml import etree

from alerts.cap import meaning
from alerts.cap.series import Message, series
from alerts.links import EvidenceLinks
from alerts.parting import MERGED_INTO
from core.case import FOR_CONFIRMATION
from core.config.settings.offers import Cap
from core.errors import NotFound
from core.geo import Datum
from core.incident import Incident, Step
from core.reason import Language

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
CONTENT_TYPE = "application/cap+xml"
MAX_REFERENCES = 100  # the newest; a case that is reopened for years must not fill the message
MAX_PICTURES = 4
_LANGUAGES: tuple[tuple[Language, str], ...] = (("zh", "zh-CN"), ("en", "en"))
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROLES = {
    "before": ("发现时", "when found"),
    "after": ("清除后", "after clearing"),
    "latest": ("最近", "latest"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """Who issues, and how he tells the time."""

    settings: Cap
    name: str  # of the district, Chinese
    name_en: str
    zone: tzinfo  # of the district


def cap_alert(
    incident: Incident,
    history: Sequence[Step],
    *,
    issuer: Issuer,
    links: EvidenceLinks | None,
    now: datetime,
) -> bytes:
    """Return the latest message about an incident, as UTF-8 XML.

    Args:
        incident: as it stands.
        history: all its steps.
        issuer: who says so.
        links: to masked pictures, valid from `now`; None: no picture is offered.
        now: when it is asked for; nothing but the links' expiry depends on it.

    Raises:
        NotFound: nobody has been told of this incident, so there is no message.
    """
    told = series(incident.id, history)
    if not told or incident.case.held_for == FOR_CONFIRMATION:
        raise NotFound(f"{incident.id} was told to nobody so far: there is no CAP message about it")
    *before, message = told
    settings = issuer.settings
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _add(root, "identifier", message.identifier)
    _add(root, "sender", settings.sender)
    _add(root, "sent", instant(message.step.at, issuer.zone))
    _add(root, "status", settings.status.capitalize())
    _add(root, "msgType", message.type)
    _add(root, "source", "Gridwatch")
    _add(root, "scope", settings.scope.capitalize())
    if settings.scope == "restricted":
        _add(root, "restriction", settings.restriction)
    if settings.scope == "private":
        _add(root, "addresses", " ".join(_quoted(one) for one in settings.addresses))
    _add(root, "note", _both(message.step))
    if before:
        _add(root, "references", _references(before[-MAX_REFERENCES:], issuer))
    _add(root, "incidents", incident.id)
    for language, tag in _LANGUAGES:
        _info(root, incident, message, issuer, language=language, tag=tag, links=links, now=now)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def instant(at: datetime, zone: tzinfo) -> str:
    """Return a time as CAP writes it, e.g. 2026-11-02T16:00:00+08:00; UTC ends in -00:00."""
    local = at.astimezone(zone).replace(microsecond=0)
    text = local.isoformat()
    return text[:-6] + "-00:00" if local.utcoffset() == timedelta(0) else text


def xml_text(text: str) -> str:
    """Return text with a space for each character that XML cannot hold."""
    return _NO_XML.sub(" ", text)


def _references(messages: Sequence[Message], issuer: Issuer) -> str:
    """Return sender,identifier,sent of each, oldest first."""
    sender = issuer.settings.sender
    return " ".join(f"{sender},{one.identifier},{instant(one.step.at, issuer.zone)}" for one in messages)


def _info(
    root: Any,
    incident: Incident,
    message: Message,
    issuer: Issuer,
    *,
    language: Language,
    tag: str,
    links: EvidenceLinks | None,
    now: datetime,
) -> None:
    zh = language == "zh"
    matter, settings = incident.matter, issuer.settings
    info = _add(root, "info")
    _add(info, "language", tag)
    _add(info, "category", meaning.category(matter.key, settings.categories))
    _add(info, "event", matter.name if zh else matter.name_en or matter.name)
    _add(info, "responseType", meaning.response(incident))
    _add(info, "urgency", meaning.urgency(incident))
    _add(info, "severity", meaning.severity(incident))
    _add(info, "certainty", meaning.certainty(incident))
    _pair(info, "eventCode", matter.table, matter.code)
    _add(info, "onset", instant(incident.created_at, issuer.zone))
    _add(info, "senderName", issuer.name if zh else issuer.name_en or issuer.name)
    _add(info, "headline", incident.title if zh else incident.title_en or incident.title)
    _add(info, "description", _description(incident, message, language))
    if settings.contact:
        _add(info, "contact", settings.contact)
    for name, value in _parameters(incident):
        _pair(info, "parameter", name, value)
    if links is not None:
        _pictures(info, incident, links, now, zh=zh)
    _area(info, incident, zh=zh)


def _description(incident: Incident, message: Message, language: Language) -> str:
    """Return why it was raised and, if that is something else, what has happened now."""
    why, now = incident.why.tell(language), message.step.why.tell(language)
    return why if message.type == "Alert" or now == why else f"{why}\n{now}"


def _parameters(incident: Incident) -> list[tuple[str, str]]:
    matter, place, case = incident.matter, incident.place, incident.case
    told = [
        ("matter", matter.key),
        ("matterCode", matter.code),
        ("matterTable", matter.table),
        ("matterTableVersion", matter.table_version),
        ("status", incident.status.value),
        ("placeOrigin", place.origin.value),
        ("radiusM", f"{place.radius_m:.1f}"),
        ("caseNumber", incident.case_number or ""),
        ("caseStage", case.stage.value),
        ("unitCode", case.unit.code if case.unit else ""),
        ("mergedInto", incident.facts.get(MERGED_INTO, "")),
    ]
    return [(name, value) for name, value in told if value]


def _pictures(info: Any, incident: Incident, links: EvidenceLinks, now: datetime, *, zh: bool) -> None:
    """Offer masked copies by expiring link; a picture that could not be masked is not named at all."""
    newest = sorted(incident.pictures, key=lambda picture: picture.taken_at, reverse=True)
    masked = [(picture, picture.masked_key) for picture in newest if picture.masked_key is not None]
    for picture, key in masked[:MAX_PICTURES]:
        resource = _add(info, "resource")
        words = _ROLES.get(picture.role, (picture.role, picture.role))
        _add(resource, "resourceDesc", words[0] if zh else words[1])
        _add(resource, "mimeType", "image/jpeg")
        _add(resource, "uri", links.link(key, now))


def _area(info: Any, incident: Incident, *, zh: bool) -> None:
    place = incident.place
    point = place.point.to(Datum.WGS84)
    names = "".join(dict.fromkeys(cell.name for cell in place.grid))
    outside = "网格以外" if zh else "outside of the grid"
    area = _add(info, "area")
    _add(area, "areaDesc", names or outside)
    _add(area, "circle", f"{point.lat:.6f},{point.lon:.6f} {place.radius_m / 1000:.4f}")
    for cell in place.grid:
        _pair(area, "geocode", cell.level, cell.code)
    if incident.case.social_grid:
        _pair(area, "geocode", "socialGrid", incident.case.social_grid)


def _both(step: Step) -> str:
    """Return what has happened, in both languages."""
    return f"{step.what}: {step.why.tell('zh')} · {step.why.tell('en')}"


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"\s", text) else text


def _pair(parent: Any, tag: str, name: str, value: str) -> None:
    pair = _add(parent, tag)
    _add(pair, "valueName", name)
    _add(pair, "value", value)


def _add(parent: Any, tag: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if text is not None:
        element.text = xml_text(text)
    return element
