"""What a mapping may name: the fields of the standard body, and a few that save a receiver's file work.

Paths are resolved along the models themselves, so a field that is added to the message can be named at
once, and one that does not exist is refused when the configuration is read. That is why this is no query
language from a library: jmespath and its kin answer an unknown name with null, which a platform would
then receive for months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from alerts.message import IncidentEvent, Properties
from alerts.message_part import Utc
from core.geo import Datum


class Area(BaseModel):
    """One level of the grid path."""

    code: str
    """6, 9, 12 or 15 digits."""
    name: str
    """Its name."""


class Areas(BaseModel):
    """The grid path by level; null outside of the district."""

    district: Area | None = None
    """6 digits."""
    street: Area | None = None
    """9 digits."""
    community: Area | None = None
    """12 digits."""
    grid: Area | None = None
    """15 digits."""


class Wgs84(BaseModel):
    """The place in WGS-84, whatever datum the receiver asked for."""

    lon: float
    """Longitude in degrees."""
    lat: float
    """Latitude in degrees."""


class Source(Properties):
    """The incident as a mapping sees it: `data.properties` of the standard body, and these."""

    event_id: str
    """webhook-id: the same for every repeat of this message."""
    event: str
    """opened, updated, reopened, closed, rejected or not_seen."""
    event_time: Utc
    """When it happened."""
    source: str
    """Which Gridwatch."""
    area: Areas
    """The grid path by level, e.g. area.street.name."""
    wgs84: Wgs84
    """The place in WGS-84."""


def source_of(message: IncidentEvent, event: str) -> Source:
    """Return what a mapping of this message may name."""
    properties = message.data.properties
    levels = {cell.level: Area(code=cell.code, name=cell.name) for cell in properties.grid}
    known = {name: getattr(properties, name) for name in Properties.model_fields}
    lon, lat = message.data.geometry.coordinates
    return Source.model_construct(
        **known,
        event_id=message.id,
        event=event,
        event_time=message.time,
        source=message.source,
        area=Areas(**{name: levels.get(name) for name in Areas.model_fields}),
        wgs84=Wgs84(lon=lon, lat=lat),
    )


def resolve(value: Any, path: str) -> Any:
    """Return what stands at `path`; None where something on the way is not there. Never raises."""
    for part in path.split("."):
        if isinstance(value, BaseModel):
            value = getattr(value, part, None)
        elif isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, (list, tuple)) and part.isascii() and part.isdigit():
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value.value if isinstance(value, Datum) else value


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """A path that leads nowhere."""

    word: str  # the part that is not known
    known: tuple[str, ...]  # what could stand there


def kind_of(path: str) -> type | Unknown:
    """Return str, float, int, bool, datetime or list for a path, or what is unknown about it."""
    here: Any = Source
    for part in path.split("."):
        if isinstance(here, type) and issubclass(here, BaseModel):
            if part not in here.model_fields:
                return Unknown(word=part, known=tuple(here.model_fields))
            here = _plain(here.model_fields[part])
        elif get_origin(here) is dict:
            here = str
        elif get_origin(here) is list and part.isdigit():
            here = _without_none(get_args(here)[0])
        else:
            return Unknown(word=part, known=())
    if isinstance(here, type) and issubclass(here, BaseModel):
        return Unknown(word="", known=tuple(here.model_fields))
    if get_origin(here) is list:
        inner = _without_none(get_args(here)[0])
        grouped = isinstance(inner, type) and issubclass(inner, BaseModel)
        return Unknown(word="", known=("0",)) if grouped else list
    return here if here in {str, int, float, bool, datetime} else str  # an enumeration is written as its text


def _plain(field: FieldInfo) -> Any:
    """Return what a field holds; the annotation of a time is pydantic's own and says so only by name."""
    return datetime if "AwareDatetime" in str(field.annotation) else _without_none(field.annotation)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        inner = [one for one in get_args(annotation) if one is not NoneType]
        return _without_none(inner[0]) if len(inner) == 1 else str
    return annotation
