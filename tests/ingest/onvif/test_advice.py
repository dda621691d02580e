import re

from core.look import LookFailureKind
from ingest.onvif.advice import ADVICE, advice

PICTURES = {
    "away",
    "circuit_open",
    "no_budget",
    "not_a_picture",
    "truncated",
    "no_frame",
}  # never the end of a conversation


def test_everything_is_told_in_both_languages():
    """Names and cures in English and in Chinese, each in its own."""
    for code, found in ADVICE.items():
        for english, chinese in (found.name, found.cure):
            assert english, code
            assert not re.search("[\u4e00-\u9fff]", english), code
            assert re.search("[\u4e00-\u9fff]", chinese), code


def test_every_way_in_which_a_conversation_fails_is_in_the_book():
    """All kinds but those of pictures and of the schedule."""
    kinds = {kind.value for kind in LookFailureKind if not kind.got_a_picture} - PICTURES
    assert kinds <= ADVICE.keys()


def test_what_is_in_no_book_is_told_by_its_code():
    """And taken for broken: nothing new is hidden among the remarks."""
    found = advice("a_new_thing")
    assert found.name == ("a_new_thing", "a_new_thing")
    assert found.weight == "broken"
