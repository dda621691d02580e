"""SOAP as bytes and back: an answer to its body or to a failure that says what was wrong. Pure.

Read by local names: devices declare wrong namespaces, leave prefixes undeclared, say utf-16 and send
utf-8, or send GB 18030 under utf-8 (recorded answers of all of these are in the tests). That much is put
right. An answer that is cut off or not well-formed is refused: half a list of profiles would look like a
device with fewer profiles.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml import etree

from ingest.onvif.trouble import Cause, Trouble

Element: TypeAlias = Any
"""An element of a parsed document; lxml is published without types."""

_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_DECLARATION = re.compile(r"^\s*<\?xml(?P<told>[^>]*)\?>")
_ENCODING = re.compile(rb"^[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)")
_NOT_AUTHORIZED = {"NotAuthorized", "FailedAuthentication", "InvalidSecurity", "InvalidSecurityToken"}
_TOLD_SO = re.compile(r"not authorized|unauthorized|authorized time check|authentication", re.IGNORECASE)
_NAMESPACE_DOMAIN = "NAMESPACE"


class Fault(Trouble):
    """The device answered with a SOAP fault."""

    def __init__(self, operation: str, *, codes: tuple[str, ...], told: str) -> None:
        what = told or ", ".join(codes) or "no reason given"
        super().__init__(Cause.SOAP_FAULT, f"{operation}: the device answers with a fault: {what}")
        self.codes = codes  # local names, outermost first, e.g. ("Sender", "NotAuthorized")
        self.told = told

    @property
    def not_authorized(self) -> bool:
        """Whether it means that the login is missing or wrong."""
        return bool(_NOT_AUTHORIZED & set(self.codes)) or bool(_TOLD_SO.search(self.told))


def read_answer(body: bytes, operation: str) -> Element:
    """Return the `<operation>Response` element.

    Raises:
        Fault: the device answered with a SOAP fault.
        LookError: BAD_ANSWER for anything that is not the answer to `operation`.
    """
    root = parse(body, operation)
    if name_of(root) != "Envelope":
        raise _bad(operation, f"expected a SOAP envelope, found <{name_of(root)}>")
    soap_body = child(root, "Body")
    first = next(children(soap_body), None) if soap_body is not None else None
    if first is None:
        raise _bad(operation, "the SOAP body is empty")
    if name_of(first) == "Fault":
        raise _fault(first, operation)
    if name_of(first) != f"{operation}Response":
        raise _bad(operation, f"answered with <{name_of(first)}>")
    return first


def parse(body: bytes, what: str) -> Element:
    """Return the root element of an XML document from a device.

    Raises:
        LookError: BAD_ANSWER when it is empty, cut off or not well-formed.
    """
    if not body.strip():
        raise _bad(what, "the answer is empty")
    text = _DECLARATION.sub("", _decode(body).lstrip("\ufeff"), count=1).strip()
    if not text.startswith("<") or text[:15].lower().startswith(("<!doctype html", "<html")):
        raise _bad(what, "the answer is not XML but " + ("a web page" if text.startswith("<") else "text"))
    # Recovering, only to go on after an undeclared prefix: any other error is refused below.
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as wrong:
        raise _bad(what, f"the XML is broken: {wrong.msg}", Cause.BROKEN_XML) from None
    broken = [entry for entry in parser.error_log if entry.domain_name != _NAMESPACE_DOMAIN]
    if root is None or broken:
        where = f"line {broken[0].line}: {broken[0].message}" if broken else "no element"
        raise _bad(what, f"the XML is broken, {where}", Cause.BROKEN_XML)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _bad(what, "the XML holds a document type, which SOAP forbids")
    return root


def name_of(element: Element) -> str:
    """Return the local name, also of an element whose prefix was never declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """Yield the child elements, of one local name or all."""
    for one in element:
        if isinstance(one.tag, str) and (name is None or name_of(one) == name):
            yield one


def child(element: Element | None, *path: str) -> Element | None:
    """Follow local names downwards; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def text_of(element: Element | None, *path: str) -> str:
    """Return the stripped text at a path of local names; empty where there is none."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""


def request(namespace: str, operation: str, fields: Mapping[str, str]) -> Element:
    """Return the envelope of a request whose fields are plain text, in the order given."""
    envelope = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"s": _SOAP, "n": namespace})
    body = etree.SubElement(envelope, f"{{{_SOAP}}}Body")
    asked = etree.SubElement(body, f"{{{namespace}}}{operation}")
    for name, text in fields.items():
        etree.SubElement(asked, f"{{{namespace}}}{name}").text = text
    return envelope


def to_bytes(envelope: Element) -> bytes:
    """Return the document as it goes over the wire."""
    written: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return written


def operation_of(envelope: Element) -> str:
    """Return the name of what a request asks for."""
    asked = next(children(next(children(envelope, "Body"))))
    return name_of(asked)


def _fault(fault: Element, operation: str) -> Fault:
    codes: list[str] = []
    code = child(fault, "Code")
    while code is not None and len(codes) < 8:
        codes.append(text_of(code, "Value").rpartition(":")[2])
        code = child(code, "Subcode")
    codes.append(text_of(fault, "faultcode").rpartition(":")[2])  # SOAP 1.1
    told = text_of(fault, "Reason", "Text") or text_of(fault, "faultstring")
    return Fault(operation, codes=tuple(code for code in codes if code), told=" ".join(told.split())[:200])


def _decode(body: bytes) -> str:
    """Decode by what the bytes are, and only then by what the declaration says."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    declared = _ENCODING.match(body)
    tries = ["utf-8", declared[1].decode() if declared else "utf-8", "gb18030"]
    for encoding in tries:
        if encoding.lower().startswith(("utf-16", "utf16", "ucs")):
            continue  # it would have zero bytes or a mark
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("latin-1")


def _bad(what: str, why: str, cause: Cause = Cause.NOT_SOAP) -> Trouble:
    return Trouble(cause, f"{what}: {why}")
