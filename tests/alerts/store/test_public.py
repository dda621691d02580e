"""When a public link opens."""

from __future__ import annotations

from dataclasses import replace

from alerts.store.public import PublicLink
from tests.builders import at


def test_a_link_opens_until_it_ends_or_is_taken_back():
    """The last instant excluded; what was taken back never opens again."""
    link = PublicLink(
        id="lnk_1",
        incident_id="inc_1",
        token_sha256="ab",
        made_at=at(0),
        made_by="operator:li",
        expires_at=at(10),
    )
    assert link.opens(at(9))
    assert not link.opens(at(10))
    assert not replace(link, revoked_at=at(5)).opens(at(6))
