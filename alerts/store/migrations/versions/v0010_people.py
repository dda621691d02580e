"""Accounts, sessions, wrong logins and the audit of who did and saw what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        "person",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_person"),
    )
    op.create_index("ix_person_token", "person", ["token_sha256"])
    op.create_table(
        "person_session",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_session"),
        sa.UniqueConstraint("token_sha256", name="uq_person_session_token_sha256"),
    )
    op.create_index("ix_person_session_person", "person_session", ["person", "seen_at"])
    op.create_index("ix_person_session_until", "person_session", ["until"])
    op.create_table(
        "person_lock",
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_person_lock"),
    )
    op.create_index("ix_person_lock_at", "person_lock", ["at"])
    op.create_table(
        "person_audit",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("act", sa.String(128), nullable=False),
        sa.Column("ref", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_person_audit"),
    )
    op.create_index("ix_person_audit_at", "person_audit", ["at"])
    for column in ("who", "act", "ref"):
        op.create_index(f"ix_person_audit_{column}", "person_audit", [column, "number"])


def downgrade() -> None:
    """Forget everybody."""
    for table in ("person_audit", "person_lock", "person_session", "person"):
        op.drop_table(table)
