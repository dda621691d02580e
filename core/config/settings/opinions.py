"""Who is asked once more before a confirmed finding is opened."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from core.config.base import Model, Slug
from core.config.settings.fields import HttpAddress, Networks


class OpinionEndpoint(Model):
    """An OpenAI-compatible vision endpoint of the city's own. Only masked pictures are sent to it."""

    url: Annotated[HttpAddress, AfterValidator(lambda url: url.rstrip("/"))]
    """Base address, e.g. http://10.1.2.3:8000; /v1/chat/completions is added."""
    model: str = Field(min_length=1, max_length=200)
    """The model's name there."""
    key: Slug | None = None
    """Name of the secret with its API key; none sends no key."""
    allow: Networks
    """Networks (CIDR) its resolved address must lie in, as for receivers."""
    max_side: int = Field(default=1024, ge=256, le=4096)
    """Longer side of the picture that is sent, in pixels, at most."""
    answer_format: Literal["json_schema", "json_object", "none"] = "json_schema"
    """How an answer in JSON is asked for; older servers know json_object only, some know none."""


class SecondOpinion(Model):
    """Who is asked once more before a confirmed finding is opened; off by default, in shadow at first."""

    kind: Literal["none", "tile", "model", "endpoint"] = "none"
    """none; tile: the live model on an enlarged tile around the box; model: another model on that tile;
    endpoint: a vision endpoint."""
    act: bool = False
    """False is shadow: what is said is kept and counted, and changes nothing. True: a disagreement keeps the
    candidate from being opened."""
    matters: tuple[Slug, ...] = ()
    """Only these matters; empty is all."""
    deadline_s: float = Field(default=8, gt=0, le=60)
    """Seconds for an answer; after that the rule decides."""
    per_minute: int = Field(default=30, ge=1, le=6000)
    """Questions in a minute at most; above it the rule decides."""
    at_once: int = Field(default=2, ge=1, le=64)
    """Questions under way at most."""
    asks: int = Field(default=3, ge=1, le=20)
    """Times one subject is asked about at most, while a disagreement holds it back."""
    again_s: float = Field(default=1800, ge=1, le=604800)
    """Seconds between two questions about one subject."""
    enlarge: float = Field(default=2.5, ge=1.2, le=10)
    """Side of the tile, as a multiple of the box's longer side."""
    folder: str = ""
    """kind model: its folder, relative to the settings file's parent or absolute."""
    endpoint: OpinionEndpoint | None = None
    """kind endpoint: where."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "model" and not self.folder:
            raise ValueError("kind model needs `folder`, a model folder")
        if self.kind == "endpoint" and self.endpoint is None:
            raise ValueError("kind endpoint needs `endpoint` with url, model and allow")
        return self
