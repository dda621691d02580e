"""How a receiver's requests are signed: the kinds that platforms were seen to ask for, and plug-ins."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from core.config.base import Model, Slug

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
"""Of a query parameter, form field or header."""
Where = Literal["query", "headers"]
_OF_HTTP = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "expect", "te", "upgrade"}
)


class StandardWebhooks(Model):
    """https://www.standardwebhooks.com: HMAC-SHA256 over id, time and body, in three headers."""

    several: ClassVar[bool] = True
    kind: Literal["standard_webhooks"] = "standard_webhooks"
    """The default."""


class HmacQuery(Model):
    """HMAC over the sorted parameters, with app id, time and a random word among them."""

    several: ClassVar[bool] = False
    kind: Literal["hmac_query"]
    """hmac_query."""
    app_id: str = Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")
    """By which the platform knows this Gridwatch; no secret."""
    algorithm: Literal["sha256", "sha1", "md5", "sm3"] = "sha256"
    """Hash under the HMAC. sha1 and md5 only where the platform offers nothing better."""
    body: Literal["fields", "text", "sha256", "none"] = "sha256"
    """How the body takes part: a form's fields as parameters; else a parameter `body` with its text or its SHA-256."""
    encoding: Literal["hex", "upper_hex", "base64"] = "hex"
    """How the signature is written."""
    clock: Literal["s", "ms"] = "s"
    """Unit of the time parameter, since 1970."""
    where: Where = "query"
    """Where app id, time, random word and signature go."""
    app_id_name: Name = "appId"
    """Name of the parameter that holds the app id."""
    timestamp_name: Name = "timestamp"
    """Name of the parameter that holds the time."""
    nonce_name: Name = "nonce"
    """Name of the parameter that holds the random word."""
    sign_name: Name = "sign"
    """Name of the parameter that holds the signature."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = (self.app_id_name, self.timestamp_name, self.nonce_name, self.sign_name)
        _differ(*names)
        return self


class Md5Expiry(Model):
    """MD5 of the key and an expiry. Does not protect the body: only over networks that do."""

    several: ClassVar[bool] = False
    kind: Literal["md5_expiry"]
    """md5_expiry."""
    valid_s: int = Field(default=600, ge=30, le=86_400)
    """Seconds until it expires."""
    where: Where = "query"
    """Where expiry and signature go."""
    expires_name: Name = "Expires"
    """Name of the parameter that holds the expiry, unix seconds."""
    sign_name: Name = "Signature"
    """Name of the parameter that holds the signature, lower-case hex."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _differ(self.expires_name, self.sign_name)
        return self


class Token(Model):
    """The secret itself in a header. Does not protect the body: only over https."""

    several: ClassVar[bool] = False
    kind: Literal["token"]
    """token."""
    header: Name = "Authorization"
    """Header that holds it."""
    prefix: str = Field(default="Bearer ", max_length=32, pattern=r"^[ -~]*$")
    """What stands before it."""

    @field_validator("header")
    @classmethod
    def _is_free(cls, header: str) -> str:
        if header.lower() in _OF_HTTP:
            raise ValueError(f"{header} belongs to HTTP itself; name the header that the platform reads")
        return header


class Plugin(Model):
    """A signer of your own: a Python entry point of the group gridwatch.signers."""

    several: ClassVar[bool] = False
    kind: Literal["plugin"]
    """plugin."""
    plugin: Slug
    """Name of the entry point."""
    options: dict[str, str] = Field(default_factory=dict)
    """Handed to it as they are; no secrets here."""


def _differ(*names: str) -> None:
    """Refuse names of which one would be written over another."""
    if len({name.lower() for name in names}) < len(names):
        raise ValueError(f"two parameters have one name: {', '.join(names)}")


SignatureKind = Annotated[
    StandardWebhooks | HmacQuery | Md5Expiry | Token | Plugin, Field(discriminator="kind")
]
