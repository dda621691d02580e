from alerts.store.ledger import Answered
from api.models.ledger import InboundOut
from tests.builders import at


def test_a_message_of_the_platform_as_told() -> None:
    """With our answer as it stands."""
    one = Answered(source="platform-cases", message_id="m1", at=at(0), answer={"result": "attached"})
    assert InboundOut.of(one).model_dump(mode="json") == {
        "source": "platform-cases",
        "message_id": "m1",
        "at": "2026-11-02T08:00:00Z",
        "answer": {"result": "attached"},
    }
