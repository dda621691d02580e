from __future__ import annotations

from api.camera_book import ChangeRefused, Mistake


def test_a_refusal_carries_what_the_caller_needs() -> None:
    """Status, mistakes by field, and whatever else mends it."""
    mistake = Mistake(where="name", what="is missing", cure="Add it.")
    refused = ChangeRefused(409, "written elsewhere", mistakes=[mistake], file="cameras/a.yaml", line=3)
    assert (refused.status, str(refused)) == (409, "written elsewhere")
    assert refused.mistakes == (mistake,)
    assert refused.more == {"file": "cameras/a.yaml", "line": 3}
