from __future__ import annotations

from api.overlays import Tuned


def test_what_nobody_told_is_empty() -> None:
    """A wish that changed nothing has no line for the audit."""
    same = Tuned(what="same", changes=(), now=None)
    assert (same.told, same.warnings) == ("", ())
