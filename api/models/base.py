"""What all answers and questions of the API share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """Flat, documented, strict: an unknown field of a question is an error."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
