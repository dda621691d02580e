"""An answer that is made once and given to many: with a tag, and packed for who takes gzip."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from api.map.plan import digest
from api.tagged import ASKED_EACH_TIME, has_already

_LEVEL = 5  # of gzip: 9 costs twice the time for 2 % of the bytes
_SMALL = 600  # bytes that are not worth packing


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """JSON that is ready to be sent."""

    tag: str  # ETag without quotes; the same bytes have the same
    body: bytes = field(repr=False)
    packed: bytes | None = field(repr=False)  # gzip; None where it is not worth it


def pack(body: bytes) -> Packed:
    """Return bytes of JSON with their tag, packed."""
    packed = gzip.compress(body, _LEVEL, mtime=0) if len(body) > _SMALL else None
    return Packed(tag=digest(body), body=body, packed=packed)


def answered(request: Request, told: Packed) -> Response:
    """Return 304 to who has it already, else the answer; it is asked for again each time, and costs nothing then."""
    headers = {"ETag": f'"{told.tag}"', "Cache-Control": ASKED_EACH_TIME, "Vary": "Accept-Encoding"}
    if has_already(request, told.tag):
        return Response(status_code=304, headers=headers)
    takes = request.headers.get("accept-encoding", "")
    if told.packed is not None and "gzip" in takes:
        return Response(
            told.packed, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"}
        )
    return Response(told.body, media_type="application/json", headers=headers)
