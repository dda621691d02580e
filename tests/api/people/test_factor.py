from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pyotp
import pytest

from api.people import factor
from tests.builders import at
from tests.builders_people import user

# RFC 6238, appendix B, SHA-1; its codes have eight digits, ours their last six.
RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    """Every authenticator gives the same."""
    from datetime import UTC, datetime

    assert factor.step_of(RFC_KEY, code, datetime.fromtimestamp(second, UTC), used=-1) == second // 30


def test_a_code_is_good_once_and_so_is_none_before_it() -> None:
    """Whoever looks over a shoulder is late."""
    now = at(0)
    key = factor.new_key()
    code = pyotp.TOTP(key).at(now)
    step = factor.step_of(key, code, now, used=-1)
    assert step == int(now.timestamp()) // 30
    assert factor.step_of(key, code, now, used=step) is None
    assert factor.step_of(key, pyotp.TOTP(key).generate_otp(step - 1), now, used=step) is None


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(steps: int, good: bool) -> None:
    """Not more: each further step is one more code to guess."""
    key = factor.new_key()
    code = pyotp.TOTP(key).generate_otp(int(at(0).timestamp()) // 30 + steps)
    assert (factor.step_of(key, code, at(0), used=-1) is not None) is good


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_wrong_not_a_crash(code: str) -> None:
    """People paste all kinds of things."""
    assert factor.step_of(factor.new_key(), code, at(0), used=-1) is None


def test_a_sealed_key_opens_for_its_user_and_secret_alone() -> None:
    """A copied database gives no second factor, and a row moved to another user neither."""
    seal = factor.Seal("secret-one")
    kept = seal.close("KEY", "li")
    assert "KEY" not in kept
    assert seal.open(kept, "li") == "KEY"
    assert kept != seal.close("KEY", "li")
    with pytest.raises(factor.Unsealable, match="resets it"):
        seal.open(kept, "wang")
    with pytest.raises(factor.Unsealable):
        factor.Seal("secret-two").open(kept, "li")


def test_a_recovery_code_is_good_once() -> None:
    """In any writing; the others stay."""
    seal = factor.Seal("s")
    codes, kept = factor.new_recovery()
    assert len(set(codes)) == factor.RECOVERY_CODES
    holder = replace(user(), totp=seal.close(factor.new_key(), "li"), recovery=kept)
    after = factor.after_code(holder, f" {codes[3].lower().replace('-', ' ')}", at(0), seal)
    assert after is not None
    assert len(after.recovery) == factor.RECOVERY_CODES - 1
    assert factor.after_code(after, codes[3], at(0), seal) is None
    assert factor.after_code(after, codes[4], at(0), seal) is not None


def test_the_picture_is_plain_svg() -> None:
    """It is put into the page as it is: nothing in it may run or load."""
    svg = factor.picture(factor.address(factor.new_key(), "li.wei"))
    tags = {one.tag.rsplit("}", 1)[-1] for one in ET.fromstring(svg).iter()}  # noqa: S314 - our own
    assert tags <= {"svg", "g", "path"}
    assert "otpauth://totp/Gridwatch:li.wei?" in factor.address(factor.new_key(), "li.wei")
