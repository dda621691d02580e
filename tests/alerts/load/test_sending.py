from __future__ import annotations

from datetime import timedelta

from alerts.load.sending import put_off
from alerts.load.silence import Matchers
from tests.builders_load import NOON, silence
from tests.builders_store import delivery, incident

WASTE = Matchers(matters=("construction_waste",))
LONG = silence(matchers=WASTE, sending=True, hours=5)


def test_a_delivery_waits_for_the_latest_end_of_what_lets_it_wait():
    """Its bytes stay; it is only not tried before."""
    short = silence(id="sil_2", matchers=WASTE, sending=True)
    waiting = put_off(delivery(), incident(), [short, LONG], NOON)
    assert waiting.next_at == NOON + timedelta(hours=5)
    assert waiting.body == delivery().body


def test_an_ordinary_silence_lets_nobody_outside_wait():
    """Nor does one of another matter, nor one that is over."""
    for one in (
        silence(matchers=WASTE),
        silence(matchers=Matchers(matters=("crowd",)), sending=True),
        silence(matchers=WASTE, sending=True, ends_at=NOON),
    ):
        assert put_off(delivery(), incident(), [one], NOON) == delivery()


def test_what_is_severe_is_sent_at_once():
    """No silence holds it back, here as little as in the inbox."""
    matter = incident().matter
    severe = incident(matter=type(matter)(key=matter.key, code="1", name="x", name_en="x", table="t",
                                          table_version="1", severity="severe"))  # fmt: skip
    assert put_off(delivery(), severe, [LONG], NOON) == delivery()
