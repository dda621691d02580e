"""SOAP requests as bytes, each made once: by zeep from onvif-zeep's WSDLs, or by hand where it has none (Media2).

A district's cameras are asked the same few things, and most in the very same words: a profile token is its maker's.
So zeep, which takes about a millisecond to write a request, writes each of them once per process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.onvif import soap
from ingest.onvif.soap import Element
from ingest.onvif.wsdl import Service, bind

_KEPT = 1024  # requests; a token that is a camera's own costs one of them until it is pushed out
_LONGEST = 1024  # characters of the parameters of one that is kept: a device may tell a token of a megabyte
_KIND = "application/soap+xml; charset=utf-8"


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request without a login, ready to be sent to any device."""

    operation: str
    body: bytes = field(repr=False)  # the whole envelope
    content_type: str = _KIND


def made(service: Service, operation: str, params: Mapping[str, Any]) -> Request:
    """Return the request for an operation of a service whose WSDL is known. Safe to call from several threads."""
    told = json.dumps(params, sort_keys=True)
    if len(told) > _LONGEST:
        return _made.__wrapped__(service, operation, told)
    return _made(service, operation, told)


def by_hand(namespace: str, operation: str, fields: Mapping[str, str]) -> Request:
    """Return a request whose fields are plain text, in the order given."""
    body = soap.to_bytes(soap.request(namespace, operation, fields))
    return Request(operation=operation, body=body, content_type=f'{_KIND}; action="{namespace}/{operation}"')


@lru_cache(maxsize=_KEPT)
def _made(service: Service, operation: str, params: str) -> Request:
    kept = _Keeper()
    getattr(bind(service, "", kept), operation)(**json.loads(params))
    return Request(
        operation=operation, body=kept.body, content_type=kept.headers.get("Content-Type") or _KIND
    )


class _Keeper:
    """What zeep takes for its transport: keeps the request that was to be sent."""

    body = b""
    headers: Mapping[str, str] = {}

    def post_xml(self, address: str, envelope: Element, headers: dict[str, str]) -> None:  # noqa: ARG002 - zeep's own shape
        self.body, self.headers = soap.to_bytes(envelope), headers
