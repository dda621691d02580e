from __future__ import annotations

from api.people.tokens import kept, new_token, spoken


def test_tokens_are_long_and_never_the_same() -> None:
    """Guessing one takes longer than the district lasts."""
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token("gw_")) >= 46
    assert new_token("gw_").startswith("gw_")


def test_what_is_kept_opens_nothing() -> None:
    """It is a hash; what is kept of what is kept is another."""
    token = new_token()
    assert token not in kept(token)
    assert kept(kept(token)) != kept(token)


def test_a_spoken_code_has_no_letter_that_is_read_as_another() -> None:
    """It is typed from a screen across the room."""
    code = spoken()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("01OIL")
