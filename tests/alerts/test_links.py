"""Expiring evidence links: one picture, until one time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from alerts.links import EvidenceLinks, evidence_links

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
LINKS = EvidenceLinks(base_url="https://city.example/evidence/", key=b"k" * 32, valid_s=600)


def _parts(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return unquote(parts.path.removeprefix("/evidence/")), query["expires"][0], query["signature"][0]


def test_link_opens_its_picture_until_it_expires():
    """Good at once, refused at the second it expires."""
    key, expires, signature = _parts(LINKS.link("masked/2026/渣 土.jpg", NOW))
    assert key == "masked/2026/渣 土.jpg"
    assert LINKS.refuse(key, expires, signature, NOW) is None
    assert LINKS.refuse(key, expires, signature, NOW + timedelta(seconds=599)) is None
    assert "expired" in LINKS.refuse(key, expires, signature, NOW + timedelta(seconds=600))


def test_link_opens_nothing_else():
    """Another picture, a later expiry, another key or a broken query are refused."""
    key, expires, signature = _parts(LINKS.link("masked/1.jpg", NOW))
    other = EvidenceLinks(base_url="x", key=b"o" * 32, valid_s=600)
    assert "does not fit" in LINKS.refuse("raw/1.jpg", expires, signature, NOW)
    assert "does not fit" in LINKS.refuse(key, str(int(expires) + 1), signature, NOW)
    assert "does not fit" in LINKS.refuse(key, expires, "é", NOW)
    assert "does not fit" in other.refuse(key, expires, signature, NOW)
    assert "unix seconds" in LINKS.refuse(key, "never", signature, NOW)
    assert "unix seconds" in LINKS.refuse(key, "9" * 13, signature, NOW)


def test_key_is_long_and_not_shown():
    """A short key is refused, and no key is printed."""
    with pytest.raises(ValueError, match="16 bytes"):
        EvidenceLinks(base_url="x", key=b"short", valid_s=1)
    assert "kkkk" not in repr(LINKS)


def test_links_are_off_without_address_or_secret():
    """No address or no secret means no links; with both, a key of its own is derived."""
    assert evidence_links(base_url="", secret="s", valid_s=1) is None
    assert evidence_links(base_url="https://x", secret=None, valid_s=1) is None
    made = evidence_links(base_url="https://x", secret="s", valid_s=1)
    assert made is not None
    assert made.key != b"s"
