"""Rows of cases for the figures say where: maps and figures count from one set of columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0014"
down_revision = "v0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the place and take it from the cases; some twenty seconds for a million."""
    for side in ("lon", "lat"):
        op.add_column("case_figure", sa.Column(side, sa.Float(), nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE case_figure SET "
        "lon = (SELECT lon FROM incident WHERE incident.id = case_figure.incident_id), "
        "lat = (SELECT lat FROM incident WHERE incident.id = case_figure.incident_id)"
    )


def downgrade() -> None:
    """Forget the places."""
    for side in ("lat", "lon"):
        op.drop_column("case_figure", side)
