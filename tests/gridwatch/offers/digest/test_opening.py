from __future__ import annotations

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.offers.digest.opening import district_of, open_digest


def test_off_unless_somebody_gets_it(clock: ManualClock) -> None:
    """With an address named, in the district's own zone."""
    district = {"name": "示范区", "code": "990101", "timezone": "Asia/Urumqi"}
    for to, on in (((), False), (("mail",), True)):
        settings = Settings.model_validate({"district": district, "digest": {"to": to}})
        postman = open_digest(settings, secrets=Secrets(), store=MemoryStore(), cameras=dict, clock=clock)
        assert (postman is not None) == on
        assert str(district_of(settings).zone) == "Asia/Urumqi"
