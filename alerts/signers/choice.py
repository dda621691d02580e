"""Which signer a receiver has, and which of its secrets are in force at an instant."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import entry_points

from alerts.signers.base import Signer
from alerts.signers.kinds import ExpirySigner, HmacSigner, StandardSigner, TokenSigner
from core.config.receiver import Receiver
from core.config.signature import HmacQuery, Md5Expiry, Plugin, StandardWebhooks, Token
from core.errors import ConfigError
from core.secrets import Secrets

GROUP = "gridwatch.signers"


def signer_of(receiver: Receiver) -> Signer:
    """Return the signer of a receiver.

    Raises:
        ConfigError: its plug-in is not installed, or cannot be made.
    """
    match receiver.signature:
        case StandardWebhooks():
            return StandardSigner()
        case HmacQuery() as how:
            return HmacSigner(how)
        case Md5Expiry() as how:
            return ExpirySigner(how)
        case Token() as how:
            return TokenSigner(how)
        case Plugin() as how:
            return _plugged(how)


def installed() -> tuple[str, ...]:
    """Return the names of the plug-ins that are installed."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def keys_at(receiver: Receiver, secrets: Secrets, at: datetime) -> tuple[str, ...]:
    """Return the secret values in force at an instant, the leading one first; empty where none is set.

    Between the day on which `next_secret` is named and the day on which it becomes `secret`, Standard
    Webhooks sign with both. Other kinds sign with the first: the old one before `switch_at`, the new one from
    then on, also in a retry of an older message.
    """
    names = [receiver.secret]
    if receiver.next_secret is not None:
        switched = receiver.switch_at is None or at >= receiver.switch_at
        names.insert(0 if switched else 1, receiver.next_secret)
    values = (secrets.value(name) for name in names)
    return tuple(value for value in values if value)


def _plugged(how: Plugin) -> Signer:
    point = next(iter(entry_points(group=GROUP, name=how.plugin)), None)
    if point is None:
        known = ", ".join(installed()) or "none"
        raise ConfigError(f"no signer {how.plugin} is installed (entry points of {GROUP}: {known})")
    try:
        signer: Signer = point.load()(dict(how.options))
    except (
        Exception
    ) as error:  # somebody else's code: whatever it raises is told as a mistake of the configuration
        raise ConfigError(
            f"the signer {how.plugin} cannot be made: {type(error).__name__}: {error}"
        ) from error
    return signer
