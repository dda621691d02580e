"""Builders for mappings: a message as they see it, and pictures of any size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from alerts.mapping.source import Source, source_of
from alerts.payload import incident_event
from core.geo import Datum
from tests.builders import at
from tests.builders_store import incident, step


def message_source(datum: Datum = Datum.GCJ02, event: str = "opened", **changes: Any) -> Source:
    """Build what a mapping may name; `changes` are the incident's."""
    message = incident_event(
        incident(**changes),
        step(),
        event=event,
        event_id="msg_1",
        source="urn:gridwatch:test",
        datum=datum,
        links=None,
        now=at(0),
    )
    return source_of(message, event)


def jpeg(side: int, seed: int = 0) -> bytes:
    """Build a picture of noise: as large as one of so many pixels can be."""
    picture = np.random.default_rng(seed).integers(0, 255, (side, side, 3), np.uint8)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())
