import pytest
from pydantic import ValidationError

from api.hawkeyes import HeadNow
from api.models.hold import HeadOut, HoldIn
from tests.builders import at


def test_a_head_as_told() -> None:
    """Who uses it, until when, and what for."""
    now = HeadNow(stand="turning", incident_id="inc-1", held_by="Li", held_until=at(60))
    assert HeadOut.of("dome", now).model_dump(mode="json") == {
        "camera_id": "dome",
        "stand": "turning",
        "incident_id": "inc-1",
        "held_by": "Li",
        "held_until": "2026-11-02T08:01:00Z",
    }


@pytest.mark.parametrize(
    "given", [{}, {"who": ""}, {"who": "Li", "minutes": 0}, {"who": "Li", "minutes": 2000}]
)
def test_what_is_no_wish(given: dict[str, object]) -> None:
    """A name, and a time that has an end."""
    with pytest.raises(ValidationError):
        HoldIn.model_validate(given)
