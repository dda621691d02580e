from __future__ import annotations

import pytest

from core.people.password import LONGEST, faults


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "river-Lantern-47-moss",
        "河畔街道的灯笼挂在第三棵树上",
        "tG7#pLq9!vWz2x",
        "xkcd kangaroo melody",
    ],
)
def test_a_long_password_is_good(password: str) -> None:
    """Length is what counts: no digit, no capital, no sign is asked for."""
    assert faults(password, name="li.wei") == ()


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12"),
        ("x7!Qm2#pLz0", "at least 12"),
        ("y" * (LONGEST + 1), "at most"),
        ("my LI.WEI secret phrase", "your own name"),
        ("123456789012", "tried first"),
        ("password1234", "tried first"),
        ("Password2026!", "tried first"),
        ("gridwatch2026!!", "tried first"),
        ("aaaaaaaaaaaaaa", "tried first"),
        ("abababababababab", "tried first"),
        ("qwertyuiop123", "tried first"),
        ("woaini1314520", "tried first"),
        ("adminadmin123", "tried first"),
        ("20261126201126", "tried first"),
    ],
)
def test_a_password_that_is_guessed_is_refused(password: str, says: str) -> None:
    """Each with what to do instead."""
    assert any(says in fault for fault in faults(password, name="li.wei"))


def test_a_short_name_may_occur_by_chance() -> None:
    """Two letters are in every other sentence."""
    assert faults("lively lizards limp", name="li") == ()
