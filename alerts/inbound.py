"""Cases that the platform has from elsewhere (12345, patrol): believed only when signed, read strictly. Pure.

A point must say its datum: a wrong one moves the case by 500 m, into another street. Where there is none,
a grid code or an address that names a street or community is taken, for as much as it is worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from alerts.callbacks import Refusal, in_time, told, verified_id
from alerts.legible import checked_line, line, lines
from core.case import Source
from core.config.base import SLUG
from core.geo import Datum, LonLat

CASES = "platform-cases"  # the name under which answers are remembered
RADIUS_M = 100.0  # of a point that says none: as well as a caller knows where he stands
OLDEST = timedelta(days=366)

_Text = Annotated[str, StringConstraints(strip_whitespace=True)]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseReport:
    """One case of somebody else's, verified and read, not yet taken in."""

    message_id: str  # webhook-id: equal ids get equal answers
    origin: Source
    number: str  # the platform's own
    at: datetime  # when it was reported there, UTC
    matter: str | None  # our key
    code: str | None  # the city's
    text: str = ""  # shown to operators, never interpreted
    address: str = ""
    grid: str | None = None  # 6, 9, 12 or 15 digits
    point: LonLat | None = None  # WGS-84
    radius_m: float = RADIUS_M
    source: str = CASES


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    # no city lies at the poles or the date line, around which a flat map does not reach
    lon: float = Field(ge=-179, le=179)
    lat: float = Field(ge=-85, le=85)
    datum: Datum
    radius_m: float = Field(default=RADIUS_M, gt=0, le=5000)


class _Case(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)  # platforms add fields of their own

    source: Literal[Source.HOTLINE, Source.PATROL, Source.PUBLIC, Source.SUPERIOR, Source.OTHER]
    number: Annotated[_Text, StringConstraints(min_length=1, max_length=64), AfterValidator(checked_line)]
    at: AwareDatetime
    matter: Annotated[str, StringConstraints(pattern=SLUG)] | None = None
    code: Annotated[_Text, StringConstraints(min_length=1, max_length=32)] | None = None
    text: Annotated[str, StringConstraints(max_length=2000), AfterValidator(lines)] = ""
    address: Annotated[_Text, StringConstraints(max_length=300), AfterValidator(line)] = ""
    grid: Annotated[str, StringConstraints(pattern=r"^(\d{6}|\d{9}|\d{12}|\d{15})$")] | None = None
    place: _Place | None = None

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.matter is None and self.code is None:
            raise ValueError("give matter (our key) or code (the city's)")
        if self.place is None and self.grid is None and not self.address:
            raise ValueError("give place (with its datum), grid or address")
        return self


def parse_case(
    headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime
) -> CaseReport | Refusal:
    """Verify and read one case.

    Refusals: 413 too large, 401 signature, 503 our own secret is unusable, 422 not a case.
    """
    message_id = verified_id(headers, body, secret=secret, now=now)
    if isinstance(message_id, Refusal):
        return message_id
    try:
        read = _Case.model_validate_json(body)
    except ValidationError as error:
        return Refusal(status_code=422, reason=told(error))
    at = in_time(read.at, now, oldest=OLDEST, ago="more than a year ago")
    if isinstance(at, Refusal):
        return at
    place = read.place
    point = LonLat(lon=place.lon, lat=place.lat, datum=place.datum).to(Datum.WGS84) if place else None
    return CaseReport(
        message_id=message_id,
        origin=read.source,
        number=read.number,
        at=at,
        matter=read.matter,
        code=read.code,
        text=read.text,
        address=read.address,
        grid=read.grid,
        point=point,
        radius_m=place.radius_m if place else RADIUS_M,
    )
