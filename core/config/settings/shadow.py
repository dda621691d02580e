"""A candidate that runs unseen beside what is live."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model


class Shadow(Model):
    """A candidate model or candidate profiles, run unseen beside the live ones on the same looks; off by default."""

    model: str = ""
    """Folder of the candidate model, relative to the settings file's parent or absolute; empty: the live model's
    boxes are used again, at no cost."""
    profiles: str = ""
    """Folder of candidate profiles; each takes the place of the live one of its name. Empty: the live profiles."""
    share: float = Field(default=0.1, gt=0, le=1)
    """Share of the looks, taken by whole cameras: a rule needs every look of a camera to be sure of anything."""
    pictures_per_s: float = Field(default=1, gt=0, le=1000)
    """Pictures given to the candidate model in a second at most."""
    waiting: int = Field(default=16, ge=1, le=1000)
    """Looks that wait for it at most; further ones are shed and counted."""
    threads: int = Field(default=1, ge=1, le=256)
    """CPU threads of its runtime."""
    file: str = "var/shadow.db"
    """Where would-be alarms are kept: an SQLite file of its own, relative to the working folder."""
    keep_days: float = Field(default=30, gt=0, le=3650)
    """Days that they are kept."""
    pictures: bool = False
    """Keep a small masked picture of each would-be alarm, for the report."""

    @property
    def on(self) -> bool:
        """Whether there is a candidate."""
        return bool(self.model or self.profiles)
