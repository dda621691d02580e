"""What others reported, found by its number; merges and splits that may be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create two tables; no incident has reports before this revision."""
    op.create_table(
        "incident_report",
        sa.Column("report", sa.String(128), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_report_incident_id")
        ),
        sa.PrimaryKeyConstraint("report", "incident_id", name=op.f("pk_incident_report")),
    )
    op.create_index("ix_incident_report_incident_id", "incident_report", ["incident_id"])
    op.create_table(
        "undo",
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_undo")),
    )
    op.create_index("ix_undo_at", "undo", ["at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("undo")
    op.drop_table("incident_report")
