"""The city's case: its stage, what waits for an operator and what is overdue, as lists filter by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three columns and two indexes of the few rows that wait; older incidents wait for nothing."""
    stage, held = sa.text("'collected'"), sa.text("''")
    op.add_column("incident", sa.Column("stage", sa.String(16), nullable=False, server_default=stage))
    op.add_column("incident", sa.Column("held", sa.String(32), nullable=False, server_default=held))
    op.add_column("incident", sa.Column("overdue", sa.Integer(), nullable=False, server_default=sa.text("0")))
    waits, late = sa.text("held <> ''"), sa.text("overdue = 1")
    columns = ["updated_at", "id", "held"]
    op.create_index("ix_incident_held", "incident", columns, sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_incident_overdue", "incident", columns[:2], sqlite_where=late, postgresql_where=late)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_incident_overdue", "incident")
    op.drop_index("ix_incident_held", "incident")
    for column in ("overdue", "held", "stage"):
        op.drop_column("incident", column)
