"""Which passwords are taken: long ones, and none that a guesser tries first (NIST SP 800-63B, 3.1.1.2)."""

from __future__ import annotations

import re

SHORTEST = 12
LONGEST = 256  # characters; argon2 would take more, a login should not have to

# Stems that long passwords of lists are made of. What is left of a password without them, without digits at its
# ends and without repetition has to be something.
_STEMS = (
    "password", "passw0rd", "p@ssw0rd", "gridwatch", "administrator", "admin", "letmein", "welcome",
    "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc", "1qaz2wsx", "qazwsxedc", "iloveyou",
    "woaini", "mima", "caonima", "5201314", "1314520", "changeme", "operator", "supervisor", "engineer",
    "wangge", "chengguan", "abcdefghijklmnopqrstuvwxyz", "abcdefgh", "abcd", "abc", "012345678901234567890123",
    "0987654321", "987654321", "123456789", "12345678", "123456", "12345", "1234", "123", "88888888", "666666",
)  # fmt: skip
_LEAST_LEFT = 6  # characters


def faults(password: str, *, name: str) -> tuple[str, ...]:
    """Return what is wrong with a password, nothing where it is good; each says what to do."""
    found = []
    if len(password) < SHORTEST:
        found.append(f"give at least {SHORTEST} characters; a few words that do not belong together are good")
    if len(password) > LONGEST:
        found.append(f"give at most {LONGEST} characters")
    lowered = password.lower()
    if len(name) >= 3 and name.lower() in lowered:
        found.append("leave your own name out of it")
    if not found and _guessable(lowered):
        found.append("it is one of those that are tried first; take words that do not belong together")
    return tuple(found)


def _guessable(lowered: str) -> bool:
    """Return whether little is left of it without what lists are made of."""
    left = lowered
    for stem in _STEMS:
        left = left.replace(stem, " ")
    left = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", left)  # 2026! at its end
    left = re.sub(r"(.)\1+", r"\1", left)
    left = re.sub(r"(.{2,}?)\1+", r"\1", left)
    return len(left.replace(" ", "")) < _LEAST_LEFT
