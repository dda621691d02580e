"""What figures are counted from: a row a case, deliveries by the hour, looks by the hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0011"
down_revision = "v0010"
branch_labels = None
depends_on = None

_HOUR_US, _LATE_US = 3_600_000_000, 300_000_000
_TIMES = ("found_at", "opened_at", "handled_at", "verified_at", "due_at")
_WORDS = {
    "status": 16,
    "stage": 16,
    "held": 32,
    "overdue": None,
    "merged": None,
    "proof": 16,
    "verdict": 16,
    "matter": 64,
    "severity": 16,
    "owner": 64,
    "unit": 64,
    "grid": 32,
    "camera": 64,
}


def upgrade() -> None:
    """Create three tables and count the deliveries; older cases get their rows while the service runs."""
    op.create_table(
        "case_figure",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _TIMES),
        *(
            sa.Column(name, sa.String(letters) if letters else sa.Integer(), nullable=False)
            for name, letters in _WORDS.items()
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case_figure")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_case_figure_incident_id")),
    )
    op.create_index("ix_case_figure_incident", "case_figure", ["incident_id"], unique=True)
    op.create_index("ix_case_figure_changed", "case_figure", ["changed"])
    counts = ("queued", "accepted", "late", "dead", "held")
    op.create_table(
        "delivery_figure",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("receiver", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("hour", "receiver", name=op.f("pk_delivery_figure")),
    )
    op.create_table(
        "look_figure",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("due", "on_time", "late")),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "owner", name=op.f("pk_look_figure")),
    )
    op.execute(
        sa.text(
            "INSERT INTO delivery_figure (hour, receiver, queued, accepted, late, dead, held) "
            "SELECT created_at / :hour, receiver, count(*), "
            "sum(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END), "
            "sum(CASE WHEN state = 'accepted' AND accepted_at - created_at > :late THEN 1 ELSE 0 END), "
            "sum(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'held' THEN 1 ELSE 0 END) "
            "FROM delivery GROUP BY 1, 2"
        ).bindparams(hour=_HOUR_US, late=_LATE_US)
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("look_figure", "delivery_figure", "case_figure"):
        op.drop_table(table)
