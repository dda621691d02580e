from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from core.config.signature import HmacQuery, SignatureKind, StandardWebhooks

KIND: TypeAdapter[SignatureKind] = TypeAdapter(SignatureKind)


def test_only_the_standard_carries_several_signatures() -> None:
    """So only there may two secrets be in force at once."""
    kinds = ("standard_webhooks", "md5_expiry", "token")
    assert [KIND.validate_python({"kind": kind}).several for kind in kinds] == [True, False, False]
    assert StandardWebhooks().several
    assert not HmacQuery.several


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "hmac_query"}, "app_id"),
        ({"kind": "hmac_query", "app_id": "g", "algorithm": "crc32"}, "literal_error"),
        ({"kind": "hmac_query", "app_id": "g", "sign_name": "a b"}, "string_pattern_mismatch"),
        ({"kind": "hmac_query", "app_id": "g\nX-Evil: 1"}, "string_pattern_mismatch"),
        ({"kind": "hmac_query", "app_id": "g", "sign_name": "appid"}, "two parameters have one name"),
        ({"kind": "md5_expiry", "valid_s": 0}, "greater_than"),
        ({"kind": "md5_expiry", "sign_name": "Expires"}, "two parameters have one name"),
        ({"kind": "token", "prefix": "Bearer \r\n"}, "string_pattern_mismatch"),
        ({"kind": "token", "app_id": "g"}, "extra_forbidden"),
        ({"kind": "token", "header": "Content-Length"}, "belongs to HTTP itself"),
        ({"kind": "token", "header": "host"}, "belongs to HTTP itself"),
        ({"kind": "plugin"}, "plugin"),
    ],
)
def test_signatures_that_are_refused(given: dict[str, object], says: str) -> None:
    """A kind without what it needs, or with what belongs to another."""
    with pytest.raises(ValidationError, match=says):
        KIND.validate_python(given)
