"""The receiver's own case number beside each attempt and delivery, so that an auditor finds a case by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns, and the index that a number is looked up by."""
    op.add_column("attempt", sa.Column("case_number", sa.String(64)))
    op.add_column("delivery", sa.Column("case_number", sa.String(64)))
    op.create_index("ix_delivery_case_number", "delivery", ["case_number"])


def downgrade() -> None:
    """Forget the numbers; the incidents keep theirs."""
    op.drop_index("ix_delivery_case_number", "delivery")
    op.drop_column("delivery", "case_number")
    op.drop_column("attempt", "case_number")
