"""SOAP envelopes as a camera reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from gridwatch.simulator.http_auth import UsernameToken

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
PTZ = "http://www.onvif.org/ver20/ptz/wsdl"
SCHEMA = "http://www.onvif.org/ver10/schema"
_DIGEST_TYPE_END = "#PasswordDigest"
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
    f' xmlns:tds="{DEVICE}" xmlns:trt="{MEDIA}" xmlns:tr2="{MEDIA2}" xmlns:tptz="{PTZ}" xmlns:tt="{SCHEMA}"'
    ' xmlns:ter="http://www.onvif.org/ver10/error"><env:Body>%s</env:Body></env:Envelope>'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One SOAP call: the operation, its arguments as nested text, the token if one was sent."""

    namespace: str
    operation: str
    arguments: Mapping[
        str, str
    ]  # local name of every leaf -> its text, `name@attribute` -> value; the last one wins
    token: UsernameToken | None


class SoapFault(Exception):
    """What the camera answers instead. `code` is "Sender" (HTTP 400) or "Receiver" (HTTP 500)."""

    def __init__(self, code: str, subcode: str, text: str, detail: str = "") -> None:
        super().__init__(f"{code} {subcode} {detail}: {text}")
        self.code = code
        self.subcode = subcode
        self.text = text
        self.detail = detail  # second subcode of ONVIF, e.g. ter:NoProfile

    @property
    def status(self) -> int:
        """The HTTP status of SOAP 1.2's HTTP binding."""
        return 400 if self.code == "Sender" else 500

    def body(self) -> bytes:
        """Return the whole envelope."""
        inner = f"<env:Subcode><env:Value>{self.detail}</env:Value></env:Subcode>" if self.detail else ""
        return envelope(
            f"<env:Fault><env:Code><env:Value>env:{self.code}</env:Value>"
            f"<env:Subcode><env:Value>{self.subcode}</env:Value>{inner}</env:Subcode></env:Code>"
            f'<env:Reason><env:Text xml:lang="en">{escape(self.text)}</env:Text></env:Reason></env:Fault>'
        )


def not_authorized(text: str = "Sender not authorized") -> SoapFault:
    """Return the fault of a refused login."""
    return SoapFault("Sender", "ter:NotAuthorized", text)


def envelope(body: str) -> bytes:
    """Wrap the body of an answer. Prefixes env, tds, trt, tr2, tptz, tt and ter are declared."""
    return (_ENVELOPE % body).encode()


def element(name: str, *children: str, text: object = None, **attributes: object) -> str:
    """Return one XML element; `text` is escaped, children are taken as they are."""
    inside = "".join(children) if text is None else escape(str(text))
    marks = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{marks}>{inside}</{name}>"


def entity(name: str, token: str, *children: str, **attributes: object) -> str:
    """Return one XML element that ONVIF identifies by its `token` attribute."""
    return element(name, *children, **({"token": token} | attributes))


def read_call(raw: bytes) -> Call:
    """Read a request.

    Raises:
        SoapFault: not XML, not an envelope, or nothing asked for.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as broken:
        raise SoapFault("Sender", "ter:WellFormed", f"not well-formed: {broken.msg}") from None
    body = _child(root, "Body")
    asked = next((node for node in body if isinstance(node.tag, str)), None) if body is not None else None
    if etree.QName(root).localname != "Envelope" or asked is None:
        raise SoapFault("Sender", "ter:WellFormed", "not a SOAP envelope with an operation")
    name = etree.QName(asked)
    leaves = {
        etree.QName(node).localname: (node.text or "").strip()
        for node in asked.iter()
        if isinstance(node.tag, str) and len(node) == 0 and node is not asked
    }
    attributes = {
        f"{etree.QName(node).localname}@{key}": str(value)
        for node in asked.iter()
        if isinstance(node.tag, str)
        for key, value in node.attrib.items()
    }
    return Call(
        namespace=name.namespace or "",
        operation=name.localname,
        arguments=attributes | leaves,
        token=_token(root),
    )


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    if node is None:
        return None
    return next(
        (child for child in node if isinstance(child.tag, str) and etree.QName(child).localname == name), None
    )


def _token(root: etree._Element) -> UsernameToken | None:
    node = _child(_child(_child(root, "Header"), "Security"), "UsernameToken")
    if node is None:
        return None

    def text(name: str) -> str:
        found = _child(node, name)
        return (found.text or "").strip() if found is not None else ""

    password = _child(node, "Password")
    kind = password.get("Type", "") if password is not None else ""
    return UsernameToken(
        user=text("Username"),
        password=text("Password"),
        is_digest=kind.endswith(_DIGEST_TYPE_END),
        nonce=text("Nonce"),
        created=text("Created"),
    )
