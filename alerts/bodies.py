"""The body of one message for one receiver: the standard one, or the receiver's own shape by its mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.crosswalk import translate
from alerts.links import EvidenceLinks
from alerts.mapping.body import write_body
from alerts.mapping.pictures import ReadPicture, pictures_of
from alerts.mapping.source import source_of
from alerts.mapping.values import Writing
from alerts.payload import incident_event, masked_pictures, to_bytes
from core.config.crosswalk import Crosswalk
from core.config.receiver import Receiver
from core.incident import Incident, Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosures:
    """What bodies are made with, beside the incident."""

    links: EvidenceLinks | None = None  # None: no links are given
    read: ReadPicture | None = None  # the masked copy's bytes; None: none are enclosed
    crosswalks: Mapping[str, Crosswalk] = field(default_factory=dict)  # by name


def body_of(
    incident: Incident,
    step: Step,
    *,
    event: str,
    event_id: str,
    source: str,
    receiver: Receiver,
    enclosed: Enclosures,
    now: datetime,
) -> tuple[str, bytes]:
    """Return the message's type and its final bytes."""
    crosswalk = enclosed.crosswalks.get(receiver.codes or "")
    coded = replace(incident, matter=translate(incident.matter, crosswalk))
    message = incident_event(
        coded,
        step,
        event=event,
        event_id=event_id,
        source=source,
        datum=receiver.datum,
        links=enclosed.links,
        now=now,
    )
    if receiver.body is None:
        return message.type, to_bytes(message)
    pictures = pictures_of(
        receiver.body,
        [key for _, key in masked_pictures(incident)],
        limits=receiver.pictures,
        links=enclosed.links,
        read=enclosed.read,
        now=now,
    )
    writing = Writing(
        source=source_of(message, event),
        tables=receiver.body.tables,
        time=receiver.time,
        pictures=pictures,
    )
    return message.type, write_body(receiver.body, writing)
