"""Incidents with their history and outbox; what is remembered about cameras; callbacks and live events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = sa.text("live = 1")
_PENDING = sa.text("state = 'pending'")

INDEXES: dict[str, tuple[str, tuple[str, ...], sa.TextClause | None]] = {
    "ix_incident_updated": (
        "incident",
        ("updated_at", "id", "status", "matter", "owner", "grid", "lon", "lat"),
        None,
    ),
    "ix_incident_status": ("incident", ("status", "updated_at", "id"), None),
    "ix_incident_matter": ("incident", ("matter", "updated_at", "id"), None),
    "ix_incident_owner": ("incident", ("owner", "updated_at", "id"), None),
    "ix_incident_street": ("incident", ("street", "updated_at", "id"), None),
    "ix_incident_community": ("incident", ("community", "updated_at", "id"), None),
    "ix_incident_grid": ("incident", ("grid", "updated_at", "id"), None),
    "ix_incident_live": ("incident", ("created_at", "id"), _LIVE),
    "ix_incident_live_matter": ("incident", ("matter", "created_at", "id"), _LIVE),
    "ix_incident_camera_incident_id": ("incident_camera", ("incident_id",), None),
    "ix_live_subject_incident_id": ("live_subject", ("incident_id",), None),
    "ix_delivery_due": ("delivery", ("receiver", "next_at", "number"), _PENDING),
    "ix_delivery_queue": ("delivery", ("incident_id", "receiver", "seq"), _PENDING),
    "ix_delivery_state": ("delivery", ("state", "number"), None),
    "ix_delivery_receiver": ("delivery", ("receiver", "number"), None),
    "ix_delivery_created_at": ("delivery", ("created_at",), None),
    "ix_callback_at": ("callback", ("at",), None),
}


def upgrade() -> None:
    """Create everything."""
    _incidents()
    _deliveries()
    _cameras_and_messages()
    for name, (table, columns, where) in INDEXES.items():
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Drop everything, what points before what is pointed at."""
    for table in (
        "live_event",
        "callback",
        "camera_record",
        "disabled_receiver",
        "attempt",
        "delivery",
        "step",
        "live_subject",
        "incident_camera",
        "incident_document",
        "incident",
    ):
        op.drop_table(table)


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("street", sa.String(9), nullable=False),
        sa.Column("community", sa.String(12), nullable=False),
        sa.Column("grid", sa.String(32), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_incident_live")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_table(
        "incident_document",
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_document")),
        _of_incident("incident_document"),
    )
    op.create_table(
        "incident_camera",
        sa.Column("camera_id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "incident_id", name=op.f("pk_incident_camera")),
        _of_incident("incident_camera"),
    )
    op.create_table(
        "live_subject",
        sa.Column("subject", sa.String(256), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("subject", "incident_id", name=op.f("pk_live_subject")),
        _of_incident("live_subject"),
    )
    op.create_table(
        "step",
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "seq", name=op.f("pk_step")),
        _of_incident("step"),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("number", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("incident_version", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(64), nullable=False),
        sa.Column("type", sa.String(128), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger()),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delivery")),
        sa.UniqueConstraint("id", name=op.f("uq_delivery_id")),
        sa.UniqueConstraint("incident_id", "receiver", "seq", name=op.f("uq_delivery_incident_id")),
        _of_incident("delivery"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attempt",
        sa.Column("delivery_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("took_s", sa.Float(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", "number", name=op.f("pk_attempt")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_attempt_delivery_id")),
    )
    op.create_table(
        "disabled_receiver",
        sa.Column("receiver", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receiver", name=op.f("pk_disabled_receiver")),
    )


def _cameras_and_messages() -> None:
    op.create_table(
        "camera_record",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("camera_id", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "camera_id", name=op.f("pk_camera_record")),
    )
    op.create_table(
        "callback",
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(256), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "message_id", name=op.f("pk_callback")),
    )
    op.create_table(
        "live_event",
        sa.Column("seq", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_live_event")),
        sqlite_autoincrement=True,
    )


def _of_incident(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f(f"fk_{table}_incident_id"))
