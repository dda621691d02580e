"""What every part of a webhook's body shares: frozen, described field by field, times in UTC."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

Utc = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]


class Part(BaseModel):
    """One object of the body."""

    # No extra="forbid": the published schema must let a receiver pass over fields added later.
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


def cut(text: str, longest: int) -> str:
    """Return printable text of at most `longest` characters; a control character would be six bytes."""
    clean = "".join(c if c.isprintable() else " " for c in text[: longest + 1])
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
