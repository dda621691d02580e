"""What one console watches over its live line: it says so once, and is told the answer whenever that has changed.

Thirty consoles that each fetch the inbox at each change would be most of the service's work; this way it is worked
out once and given to all.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.inbox_told import InboxWish

MOST = 4  # things watched by one console
MOST_CHARACTERS = 8_192  # of one message
Name = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[\w-]+$")]  # chosen by the console


class WatchIn(BaseModel):
    """A console's message: `watch` this under that name, or, without it, no longer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    watch: InboxWish | None = None


class Watches:
    """The wishes of one console by name. Lives inside one event loop."""

    def __init__(self) -> None:
        self.wishes: dict[str, InboxWish] = {}
        self.changed = asyncio.Event()

    def hear(self, text: str) -> str | None:
        """Take in a message; return what is wrong with it, or None."""
        if len(text) > MOST_CHARACTERS:
            return f"a message has at most {MOST_CHARACTERS} characters"
        try:
            said = WatchIn.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        if said.watch is None:
            self.wishes.pop(said.name, None)
        elif said.name not in self.wishes and len(self.wishes) >= MOST:
            return f"at most {MOST} things are watched"
        else:
            self.wishes[said.name] = said.watch
        self.changed.set()
        return None
