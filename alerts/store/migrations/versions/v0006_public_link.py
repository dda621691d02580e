"""Public links: a page about one case, for whoever holds its token."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create one table."""
    op.create_table(
        "public_link",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_public_link_token_sha256")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_public_link_incident_id")),
    )
    op.create_index("ix_public_link_incident_id", "public_link", ["incident_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("public_link")
