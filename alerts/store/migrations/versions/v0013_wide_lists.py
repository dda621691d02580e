"""Lists decide their other filters inside of an index; stages and small boxes have one of their own."""

from __future__ import annotations

from alembic import op

revision = "v0013"
down_revision = "v0012"
branch_labels = None
depends_on = None

_ADDED = {
    "street": ["status", "matter", "owner"],
    "community": ["status", "matter", "owner"],
    "grid": ["status", "matter", "owner"],
    "matter": ["status", "owner"],
    "owner": ["status", "matter"],
}


def upgrade() -> None:
    """Make five indexes wider and two new ones; some twenty seconds for a million incidents."""
    for column, added in _ADDED.items():
        _remake(column, [column, "updated_at", "id", *added])
    op.create_index("ix_incident_stage", "incident", ["stage", "updated_at", "id"])
    op.create_index("ix_incident_place", "incident", ["lon", "lat"])


def downgrade() -> None:
    """Make them as they were."""
    op.drop_index("ix_incident_place", "incident")
    op.drop_index("ix_incident_stage", "incident")
    for column in _ADDED:
        _remake(column, [column, "updated_at", "id"])


def _remake(column: str, columns: list[str]) -> None:
    op.drop_index(f"ix_incident_{column}", "incident")
    op.create_index(f"ix_incident_{column}", "incident", columns)
