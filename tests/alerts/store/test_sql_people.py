from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from alerts.store.engine import open_engine, reading
from alerts.store.migrate import to_head


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("select * from person_session where token_sha256 = 'x'", "sqlite_autoindex_person_session_2"),
        ("select document from person where token_sha256 = 'x'", "ix_person_token"),
        ("select * from person_audit where who = 'x' order by number desc limit 9", "ix_person_audit_who"),
        ("select * from person_audit where ref = 'x' order by number desc limit 9", "ix_person_audit_ref"),
    ],
)
def test_what_is_asked_often_is_answered_by_an_index(tmp_path: Path, question: str, index: str) -> None:
    """Each request asks for its session, and five million entries are not read for one name."""
    engine = open_engine(make_url(f"sqlite:///{tmp_path / 'x.db'}"), durable=False)
    to_head(engine)
    with reading(engine) as connection:
        plan = str(connection.execute(text(f"explain query plan {question}")).all())
    engine.dispose()
    assert index in plan
    assert "TEMP B-TREE" not in plan
