"""The console's session and the figures of the district."""

from __future__ import annotations

from pydantic import Field, model_validator

from api.models.base import Told


class SessionIn(Told):
    """Opens the console: by name and password, or while there is no user yet by the API token."""

    token: str | None = Field(default=None, min_length=1, max_length=512, repr=False)
    """The API token."""
    name: str | None = Field(default=None, min_length=1, max_length=64)
    """Login."""
    password: str | None = Field(default=None, min_length=1, max_length=1024, repr=False)
    """With `name`."""
    code: str | None = Field(default=None, max_length=32, repr=False)
    """Of the second factor, or a recovery code."""

    @model_validator(mode="after")
    def _one_way(self) -> SessionIn:
        if (self.token is None) == (self.name is None or self.password is None):
            raise ValueError("give name and password, or the token")
        return self


class Figures(Told):
    """The district at a glance."""

    cameras: int
    """Enabled."""
    on_time_share: float | None
    """Patrol periods with a picture on time, of those that were over in the last ten minutes; of a scope by owners,
    theirs. Null for a scope that names grids: looks are counted by owner."""
    on_time_target: float
    """The share that is to be reached."""
    looks: int
    """In the same time."""
    states: dict[str, int]
    """Cameras by state of health."""
    incidents: dict[str, int]
    """By status."""
    waiting: dict[str, int]
    """Incidents that wait for an operator, by reason, and `overdue` ones; what is not named is 0."""
    in_inbox: int
    """Incidents that the inbox puts before an operator; what it holds back is not among them."""
    deliveries: dict[str, int]
    """By state; for a scope, of messages about its cases that were not accepted."""
