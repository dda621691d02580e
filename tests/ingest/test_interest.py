"""What makes a camera worth more looks, as scripts."""

from __future__ import annotations

import pytest

from core.config.settings.attention import Attention as Choice
from core.reason import WORDS
from ingest.interest import QUIET, Interest, Interests, Worth

CHOICE = Choice(mode="on", candidate=3, asked=4, incident=1, history=2, linger_s=900)


def test_a_candidate_counts_while_it_lasts_and_a_while_after() -> None:
    """Flicker does not end it; time does, and so does becoming sure."""
    interests = Interests(CHOICE)
    interests.looked("c", 0, candidate=True, incident=False)
    interests.looked("c", 60, candidate=False, incident=False)
    assert interests.of("c", 899) == Worth(interest=Interest.CANDIDATE, times=3)
    assert interests.of("c", 900) == QUIET
    interests.looked("c", 1000, candidate=True, incident=False)
    interests.looked("c", 1060, candidate=False, incident=True)
    assert interests.of("c", 1061) == QUIET


def test_what_is_confirmed_counts_where_the_settings_want_it() -> None:
    """At a weight of 1 an open incident is no reason; above it, until it is gone."""
    interests = Interests(CHOICE.model_copy(update={"incident": 1.5}))
    interests.looked("c", 0, candidate=False, incident=True)
    assert interests.of("c", 5000) == Worth(interest=Interest.INCIDENT, times=1.5)
    interests.looked("c", 6000, candidate=False, incident=False)
    assert interests.of("c", 6000) == QUIET
    plain = Interests(CHOICE)
    plain.looked("c", 0, candidate=False, incident=True)
    assert plain.of("c", 0) == QUIET


def test_of_several_reasons_the_one_that_asks_for_most_is_told() -> None:
    """An operator looks through a camera that has a candidate."""
    interests = Interests(CHOICE)
    interests.looked("c", 0, candidate=True, incident=False)
    interests.asked("c", 0)
    assert interests.of("c", 10) == Worth(interest=Interest.ASKED, times=4)


def test_history_is_what_stands_out_from_the_fleet() -> None:
    """Three incidents where the mean is a tenth are a history; three where everybody has three are none."""
    interests = Interests(CHOICE)
    interests.history({"hot": 3, "once": 1}, 40)
    assert interests.of("hot", 0).interest is Interest.HISTORY
    assert interests.of("once", 0) == QUIET
    interests.history({f"c{i}": 3 for i in range(40)}, 40)
    assert all(interests.of(f"c{i}", 0) == QUIET for i in range(40))
    assert interests.of("hot", 0) == QUIET


def test_a_camera_that_is_gone_is_forgotten() -> None:
    """Its name may be given to another one."""
    interests = Interests(CHOICE.model_copy(update={"incident": 2}))
    interests.looked("c", 0, candidate=True, incident=True)
    interests.asked("c", 0)
    interests.history({"c": 9}, 40)
    interests.drop("c")
    interests.drop("c")
    assert interests.of("c", 1) == QUIET


@pytest.mark.parametrize("interest", Interest)
def test_every_interest_is_told_in_both_languages(interest: Interest) -> None:
    """No placeholder is left open."""
    interests = Interests(CHOICE)
    interests.history({"c": 4}, 1)
    reason = interests.why("c", interest)
    assert reason.code in WORDS
    for language in ("zh", "en"):
        assert "{" not in reason.tell(language)  # type: ignore[arg-type] # both are languages
