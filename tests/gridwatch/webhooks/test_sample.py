from __future__ import annotations

from pathlib import Path

import pytest

from core.config.receiver import Receiver
from gridwatch.configuration.loader import load
from gridwatch.webhooks.sample import MARK, sample_incident, sample_picture
from tests.builders import at

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("wants", "matter"),
    [({}, "construction_waste"), ({"matters": ["crowding"]}, "crowding"), ({"severities": ["severe"]}, None)],
)
def test_it_is_marked_and_of_a_matter_that_the_receiver_wants(wants, matter) -> None:
    """In both languages and in the facts; at a place with a grid path."""
    configuration = load(ROOT / "configs", {"GRIDWATCH_SECRET_API_TOKEN": "test-token"})
    values = {"name": "c", "url": "http://127.0.0.1:9/", "secret": "s", "allow": ["127.0.0.0/8"]}
    receiver = Receiver.model_validate(values | wants)
    made, step = sample_incident(configuration, receiver, incident_id="inc_test_1", now=at(0))
    assert made.title.startswith(MARK)
    assert made.title_en.startswith("[TEST]")
    assert "file no case" in step.why.tell("en")
    assert made.facts == {"test": "true"}
    assert matter is None or made.matter.key == matter
    assert not receiver.severities or made.matter.severity in receiver.severities
    assert made.place.grid_code


def test_its_picture_is_one() -> None:
    """So that base64 has something to carry."""
    assert sample_picture("any").startswith(b"\xff\xd8")
