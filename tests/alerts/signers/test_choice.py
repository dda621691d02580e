from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.signers.base import Outgoing, Signing
from alerts.signers.choice import installed, keys_at, signer_of
from alerts.signers.kinds import ExpirySigner, HmacSigner, StandardSigner, TokenSigner
from core.config.receiver import Receiver
from core.errors import ConfigError
from core.secrets import Secrets
from tests.builders import START

SECRETS = Secrets(values={"old": "OLD", "new": "NEW"})
PLUGIN = """
from dataclasses import replace

def make(options):
    prefix = options["prefix"]

    def sign(request, signing):
        headers = {**request.headers, "x-sign": prefix + signing.keys[0] + signing.nonce}
        return replace(request, headers=headers, signed=request.signed | {"x-sign"})

    return sign
"""


def receiver(**changes: Any) -> Receiver:
    """Build a receiver."""
    values = {"name": "city", "url": "http://127.0.0.1:9/", "secret": "old", "allow": ["127.0.0.0/8"]}
    return Receiver.model_validate(values | changes)


@pytest.mark.parametrize(
    ("signature", "kind"),
    [
        ({"kind": "standard_webhooks"}, StandardSigner),
        ({"kind": "hmac_query", "app_id": "g"}, HmacSigner),
        ({"kind": "md5_expiry"}, ExpirySigner),
        ({"kind": "token"}, TokenSigner),
    ],
)
def test_each_kind_has_its_signer(signature: dict[str, str], kind: type) -> None:
    """By the receiver's file."""
    assert isinstance(signer_of(receiver(signature=signature)), kind)


def test_one_signature_changes_at_the_stated_moment() -> None:
    """The old key up to the last instant, the new one from then on: no request carries a key too many."""
    one = receiver(signature={"kind": "token"}, next_secret="new", switch_at=START)
    before = keys_at(one, SECRETS, START - timedelta(microseconds=1))
    assert (before[0], keys_at(one, SECRETS, START)[0]) == ("OLD", "NEW")


def test_standard_webhooks_sign_with_both() -> None:
    """With or without a day, both are there; what leads changes."""
    both = receiver(next_secret="new")
    assert keys_at(both, SECRETS, START) == ("NEW", "OLD")
    dated = receiver(next_secret="new", switch_at=START + timedelta(days=1))
    assert keys_at(dated, SECRETS, START) == ("OLD", "NEW")


def test_a_secret_that_is_not_set_is_no_key() -> None:
    """Nothing is signed with nothing."""
    assert keys_at(receiver(secret="lost"), SECRETS, START) == ()


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution with a signer, installed as pip would."""
    (tmp_path / "city_sign.py").write_text(PLUGIN, encoding="utf-8")
    info = tmp_path / "city_sign-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: city-sign\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[gridwatch.signers]\ncity = city_sign:make\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "city_sign", raising=False)


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_is_found_by_its_name() -> None:
    """Options reach it; it signs as the others do."""
    signer = signer_of(receiver(signature={"kind": "plugin", "plugin": "city", "options": {"prefix": "p-"}}))
    request = Outgoing(url="http://a/", headers={}, body=b"")
    signed = signer(request, Signing(keys=("KEY",), message_id="m", at=START, nonce="N"))
    assert signed.headers == {"x-sign": "p-KEYN"}
    assert "city" in installed()


@pytest.mark.usefixtures("plugged")
@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ({"kind": "plugin", "plugin": "village"}, "no signer village is installed.*city"),
        ({"kind": "plugin", "plugin": "city"}, "cannot be made: KeyError"),
    ],
)
def test_a_plug_in_that_is_missing_or_broken_says_so(signature: dict[str, str], says: str) -> None:
    """At the start, not at the first incident."""
    with pytest.raises(ConfigError, match=says):
        signer_of(receiver(signature=signature))
