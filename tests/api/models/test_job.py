from __future__ import annotations

from api.models.job import JobOut
from tests.builders_cameras import FakeDesk


def test_a_job_is_told_whole() -> None:
    """With what came of it."""
    told = JobOut.of(FakeDesk().begin_probe(None, who="li"))
    assert (told.kind, told.who, told.result) == ("probe", "li", {"good": 4})
