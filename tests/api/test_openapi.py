from __future__ import annotations

import json
from pathlib import Path

from api.app import bare_app

KEPT = Path(__file__).resolve().parents[2] / "api" / "console" / "openapi.json"


def test_the_console_is_made_of_the_api_as_it_is() -> None:
    """The typed client would else compile against routes that are gone."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    now = json.loads(json.dumps(bare_app().openapi()))
    assert kept == now, "run `gridwatch openapi`"
