"""Links as operators see them."""

from __future__ import annotations

from alerts.store.public import PublicLink
from api.models.public_link import PublicLinkOut
from tests.builders import at


def test_a_link_is_told_without_its_token():
    """Nor with its digest: a log of answers opens nothing."""
    link = PublicLink(
        id="lnk_1",
        incident_id="inc_1",
        token_sha256="ab" * 32,
        made_at=at(0),
        made_by="operator:li",
        expires_at=at(10),
    )
    told = PublicLinkOut.of(link, at(5))
    assert told.opens
    assert not PublicLinkOut.of(link, at(10)).opens
    assert "abab" not in told.model_dump_json()
