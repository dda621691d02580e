"""Public links in the database; what they do is in tests/contract/."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from alerts.store.sql import SqlStore


def test_a_token_is_found_by_its_index(tmp_path: Path):
    """A page that strangers ask for must not read all links."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    with store.read() as reader:
        asked = "EXPLAIN QUERY PLAN SELECT * FROM public_link WHERE "
        for which in ("token_sha256 = 'a'", "incident_id = 'a'"):
            plan = [str(row[3]) for row in reader._connection.execute(text(asked + which))]
            assert len(plan) == 1
            assert plan[0].startswith("SEARCH public_link USING INDEX"), plan
    store.close()
