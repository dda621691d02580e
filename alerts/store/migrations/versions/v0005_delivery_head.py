"""Which row of each queue goes next is kept in a column, with an index of these rows alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None

_COLUMNS = ["receiver", "next_at", "number"]


def upgrade() -> None:
    """Add the column, mark what goes next now, and look what is due up in it."""
    op.add_column("delivery", sa.Column("head", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE delivery SET head = 1 WHERE state = 'pending' AND NOT EXISTS ("
        "SELECT 1 FROM delivery AS older WHERE older.incident_id = delivery.incident_id"
        " AND older.receiver = delivery.receiver AND older.seq < delivery.seq AND older.state = 'pending')"
    )
    head, pending = sa.text("head = 1"), sa.text("state = 'pending'")
    op.create_index("ix_delivery_head", "delivery", _COLUMNS, sqlite_where=head, postgresql_where=head)
    op.drop_index("ix_delivery_due", "delivery", sqlite_where=pending, postgresql_where=pending)


def downgrade() -> None:
    """Look what is due up among all that is pending again."""
    pending = sa.text("state = 'pending'")
    op.create_index("ix_delivery_due", "delivery", _COLUMNS, sqlite_where=pending, postgresql_where=pending)
    op.drop_index("ix_delivery_head", "delivery")
    op.drop_column("delivery", "head")
