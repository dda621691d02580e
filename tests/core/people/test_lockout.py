from __future__ import annotations

from core.people.lockout import BY_ACCOUNT, BY_ADDRESS, FORGOTTEN, Lock, Rule, after_wrong, logins_locked
from tests.builders import at


def _waits(rule: Rule, count: int) -> list[float]:
    lock: Lock | None = None
    waits = []
    for _ in range(count):
        lock = after_wrong(lock, "name:li", rule, at(0))
        waits.append(lock.wait_s(at(0)))
    return waits


def test_the_first_wrong_logins_are_free_and_then_each_waits_twice_as_long() -> None:
    """A typing mistake costs nothing; a guesser gets some hundred tries a day, not millions."""
    assert _waits(BY_ACCOUNT, 12) == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert _waits(BY_ADDRESS, 21)[-2:] == [0, 30]
    assert _waits(BY_ADDRESS, 500)[-1] == BY_ADDRESS.longest_s


def test_a_wait_passes() -> None:
    """Nobody has to be asked."""
    lock = Lock(key="name:li", wrong=6, at=at(0), until=at(30))
    assert lock.wait_s(at(29)) == 1
    assert lock.wait_s(at(31)) == 0


def test_after_a_day_the_count_starts_anew() -> None:
    """Mistakes of a year do not add up."""
    lock = Lock(key="name:li", wrong=40, at=at(0), until=at(900))
    assert after_wrong(lock, lock.key, BY_ACCOUNT, at(0) + FORGOTTEN * 2).wrong == 1
    assert after_wrong(lock, lock.key, BY_ACCOUNT, at(0) + FORGOTTEN).wrong == 41


def test_the_longest_lock_of_an_account_is_told_wherever_it_comes_from() -> None:
    """By its name; those of addresses, of one's own password and of nobody's name belong to no login of his."""
    keys = ("name:li", "desk:li 10.0.0.7", "desk:wang 10.0.0.8", "own:li", "address:10.0.0.9")
    locks = [Lock(key=key, wrong=6, at=at(0), until=at(n)) for n, key in enumerate(keys)]
    found = logins_locked(locks)
    assert {name: lock.key for name, lock in found.items()} == {
        "li": "desk:li 10.0.0.7",
        "wang": "desk:wang 10.0.0.8",
    }
