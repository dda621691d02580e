"""A shift: who works on which case, and what operators have said shall be done with one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0012"
down_revision = "v0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create two tables."""
    op.create_table(
        "claim",
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_until", "claim", ["until"])
    op.create_table(
        "pending_act",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("refused_at", sa.BigInteger()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_act")),
    )
    op.create_index("ix_pending_act_due", "pending_act", ["refused_at", "due_at", "id"])
    op.create_index("ix_pending_act_incident", "pending_act", ["incident_id", "due_at", "id"])


def downgrade() -> None:
    """Drop them; what waits is not carried out."""
    op.drop_table("pending_act")
    op.drop_table("claim")
