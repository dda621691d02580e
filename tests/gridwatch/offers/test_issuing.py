from __future__ import annotations

from core.config.settings.root import Settings
from gridwatch.offers.issuing import open_cap

DISTRICT = {"name": "示范区", "name_en": "Demo", "code": "990101"}


def test_nobody_issues_unless_he_is_named() -> None:
    """Off by default; with a sender the district's names and clock are used."""
    assert open_cap(Settings.model_validate({"district": DISTRICT})) is None
    issuer = open_cap(Settings.model_validate({"district": DISTRICT, "cap": {"sender": "g@x"}}))
    assert issuer is not None
    assert (issuer.name, issuer.name_en, str(issuer.zone)) == ("示范区", "Demo", "Asia/Shanghai")
