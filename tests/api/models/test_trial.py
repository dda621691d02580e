from api.models.trial import ReplyOut
from api.trials import Reply, Request


def test_a_reply_as_told() -> None:
    """What was sent, what came back, and whether it means yes."""
    request = Request(url="http://x/", headers={"a": "b"}, body="{}", event="test", untold="only parking")
    reply = Reply(request=request, accepted=False, status=500, detail="no", took_s=0.12345, case_number=None)
    assert ReplyOut.of(reply).model_dump() == {
        "request": {
            "url": "http://x/",
            "headers": {"a": "b"},
            "body": "{}",
            "event": "test",
            "untold": "only parking",
        },
        "accepted": False,
        "status": 500,
        "detail": "no",
        "took_s": 0.123,
        "case_number": None,
    }
