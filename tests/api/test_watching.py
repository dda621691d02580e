"""What a console watches: by its messages."""

from __future__ import annotations

import pytest

from api.watching import MOST, MOST_CHARACTERS, Watches


def test_a_wish_is_kept_by_its_name_until_it_is_taken_back() -> None:
    """The same name again is another wish in its place."""
    watches = Watches()
    assert watches.hear('{"name": "a", "watch": {"limit": 7}}') is None
    assert watches.hear('{"name": "a", "watch": {"limit": 8}}') is None
    assert watches.changed.is_set()
    assert {name: wish.limit for name, wish in watches.wishes.items()} == {"a": 8}
    assert watches.hear('{"name": "a"}') is None
    assert watches.hear('{"name": "a"}') is None
    assert watches.wishes == {}


def test_one_console_watches_few_things() -> None:
    """Each is worked out and told at every change."""
    watches = Watches()
    for number in range(MOST):
        assert watches.hear(f'{{"name": "w{number}", "watch": {{}}}}') is None
    assert "at most" in (watches.hear('{"name": "more", "watch": {}}') or "")
    assert watches.hear('{"name": "w0", "watch": {"held": true}}') is None
    assert len(watches.wishes) == MOST


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"name": "a", "watch": {"grid": "x"}}', "watch.grid"),
        ('{"name": "a", "watch": {"colour": 1}}', "watch.colour"),
        ('{"name": "", "watch": {}}', "name"),
        ('{"watch": {}}', "name"),
        ("nonsense", "JSON"),
        ('"' + "x" * MOST_CHARACTERS + '"', "characters"),
    ],
)
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    """By its field; nothing is taken in."""
    watches = Watches()
    assert told in (watches.hear(text) or "")
    assert not watches.changed.is_set()
