"""The second factor: time-based codes (RFC 6238), their keys sealed at rest, recovery codes."""

from __future__ import annotations

import base64
import hashlib
import io
import secrets
from dataclasses import replace
from datetime import datetime

from core.errors import GridwatchError
from core.people.user import User

STEP_S = 30
DRIFT = 1  # steps that a phone's clock may be off, either way
RECOVERY_CODES = 10
_ISSUER = "Gridwatch"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Unsealable(GridwatchError):
    """A kept key cannot be read: the secret that sealed it is not the one given now."""


class Seal:
    """Seals keys with AES-GCM under a secret of the configuration, bound to their user's name."""

    def __init__(self, secret: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(SHA256(), 32, salt=None, info=b"gridwatch second factors").derive(secret.encode())
        self._cipher = AESGCM(derived)

    def close(self, key: str, name: str) -> str:
        """Return what is kept of a key."""
        nonce = secrets.token_bytes(12)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, key.encode(), name.encode())).decode()

    def open(self, kept: str, name: str) -> str:
        """Return the key.

        Raises:
            Unsealable: it was sealed under another secret or for another name.
        """
        from cryptography.exceptions import InvalidTag

        raw = base64.b64decode(kept)
        try:
            return self._cipher.decrypt(raw[:12], raw[12:], name.encode()).decode()
        except InvalidTag as error:
            raise Unsealable(
                f"the second factor of {name} was sealed under another secret (api.people.key, or api.token); "
                "an administrator resets it"
            ) from error


def new_key() -> str:
    """Return a fresh key in base32."""
    import pyotp

    return pyotp.random_base32()


def address(key: str, name: str) -> str:
    """Return the otpauth address that an authenticator reads."""
    import pyotp

    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=_ISSUER)


def picture(text: str) -> str:
    """Return a QR code as an SVG document without script or style."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return out.getvalue().decode()


def step_of(key: str, code: str, now: datetime, *, used: int) -> int | None:
    """Return the time step whose code this is; None for a wrong one, and for one not newer than `used`."""
    import hmac

    import pyotp

    digits = code.replace(" ", "")
    if len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
        return None
    current = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(key)
    found = None
    for step in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and step > used:
            found = step
    return found


def new_recovery() -> tuple[list[str], tuple[str, ...]]:
    """Return codes to be shown once, and what is kept of them."""
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))
        for _ in range(RECOVERY_CODES)
    ]
    return codes, tuple(map(_kept, codes))


def after_code(user: User, code: str, now: datetime, seal: Seal) -> User | None:
    """Return the account after a good code, which is then used up; None for a wrong one.

    Raises:
        Unsealable: see `Seal.open`.
    """
    if (recovery := _kept(code)) in user.recovery:
        return replace(user, recovery=tuple(one for one in user.recovery if one != recovery))
    step = step_of(seal.open(user.totp, user.name), code, now, used=user.totp_used)
    return None if step is None else replace(user, totp_used=step)


def _kept(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
