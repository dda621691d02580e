from __future__ import annotations

import pytest

from alerts.mapping.words import fill, paths_in, why_no_text


def test_fields_are_filled_in_and_nothing_else() -> None:
    """Decimals reach whoever tells; doubled braces are braces; a text told is not read again."""
    text = "{{{place.lat:.6f}}},{place.lon} {title.zh}"
    assert paths_in(text) == ("place.lat", "place.lon", "title.zh")
    assert fill(text, lambda path, decimals: f"<{path}|{decimals}>{{event}}") == (
        "{<place.lat|6>{event}},<place.lon|None>{event} <title.zh|None>{event}"
    )


@pytest.mark.parametrize("text", ["{place.lat", "{place.lat!r}", "{0}", "{place.lat:>10}", "{}", "no field"])
def test_texts_that_are_refused(text: str) -> None:
    """Half a brace, Python's other ways, a constant."""
    assert why_no_text(text) is not None


def test_a_good_text_is_good() -> None:
    """Nothing to say."""
    assert why_no_text("{{{event}}}") is None
