"""Where things are kept, and where the API listens."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model, Slug
from core.config.settings.base_map import BaseMap
from core.config.settings.fields import HttpAddressOrNone
from core.config.settings.people import People


class Storage(Model):
    """Where things are kept."""

    url: str = "sqlite:///var/gridwatch.db"
    """SQLAlchemy address: sqlite:///FILE, relative to the working folder, or postgresql://USER@HOST/NAME. No password
    here: GRIDWATCH_STORE_PASSWORD holds it."""
    evidence: str = "var/evidence"
    """Folder of evidence pictures."""
    raw_days: float = Field(default=30, gt=0)
    """Days that raw pictures of ended incidents are kept."""
    max_gb: float = Field(default=50, gt=0)
    """Evidence kept at most; above it the pictures of the oldest ended incidents go first."""
    durable: bool = False
    """SQLite: True syncs every commit to disk (safe against power loss, slower); False survives a killed process."""


class Api(Model):
    """The HTTP API and console."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8700, ge=0, le=65535)
    """Port; 0 takes a free one."""
    token: Slug = "api-token"  # noqa: S105 - the name of a secret, not the secret
    """Name of the secret whose value is the bearer token."""
    admin_token: Slug | None = None
    """Name of the secret whose value is the administrator's bearer token: only who sends it may add, change and
    remove cameras. Left out, the API token does; the console's sessions never do."""
    public_url: HttpAddressOrNone = ""
    """Where people outside reach this Gridwatch, e.g. https://gridwatch.example.gov.cn: public links begin with it.
    Empty: they are told as paths. What a request calls us is never believed."""
    live_masked: bool = False
    """Show live views with persons and plates made unrecognisable only; each picture then runs the detector."""
    map: BaseMap = BaseMap()
    """The map under the console's cameras and incidents."""
    people: People = People()
    """Who may log in, for how long, and what is asked of them."""
    live_clients: int = Field(default=100, ge=1, le=10000)
    """Open live-event connections at most."""
