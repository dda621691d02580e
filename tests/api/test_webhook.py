from __future__ import annotations

from tests.builders_api import Deck


def test_the_documented_body_is_the_one_that_is_sent(deck: Deck) -> None:
    """The schema in the document validates a real delivery."""
    from alerts.payload import IncidentEvent

    incident = deck.incident()
    with deck.store.read() as reader:
        (row,) = reader.deliveries(incident_id=incident.id)
    event = IncidentEvent.model_validate_json(row.body)
    assert event.data.properties.incident_id == incident.id
    assert deck.app.openapi()["webhooks"]["incident"]["post"]["requestBody"]
