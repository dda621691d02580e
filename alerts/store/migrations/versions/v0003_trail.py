"""The trail of cases. What was there before is bound now, and each of its rows says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from alerts.store.base import Head, Row
from alerts.store.cursor import instant, micros
from alerts.store.trail import Draft, Kind, Tail, bind, digest, text_of  # version 1: for good

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LATE = {"bound": "by migration v0003"}
_AT_ONCE = 500  # cases

incident = sa.table("incident", sa.column("id"), sa.column("version"), sa.column("status"))
document = sa.table("incident_document", sa.column("incident_id"), sa.column("document"))
step = sa.table("step", sa.column("incident_id"), sa.column("seq"), sa.column("at"), sa.column("document"))
delivery = sa.table(
    "delivery",
    *map(
        sa.column,
        (
            "number",
            "id",
            "incident_id",
            "incident_version",
            "receiver",
            "type",
            "body",
            "created_at",
            "state",
            "attempts",
            "accepted_at",
        ),
    ),
)


def upgrade() -> None:
    """Create the trail and enter every case that is more than a candidate."""
    rows = op.create_table(
        "trail",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trail")),
        sa.UniqueConstraint("incident_id", "seq", name=op.f("uq_trail_incident_id")),
    )
    heads = op.create_table(
        "trail_head",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.CheckConstraint('"only" = 1', name=op.f("ck_trail_head_only")),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_trail_head")),
    )
    connection, head = op.get_bind(), Head()
    for ids in _cases(connection):
        bound, head = bind(_drafts(connection, ids), head, dict[str, Tail]())
        if bound:
            connection.execute(sa.insert(rows), [_values(row) for row in bound])
    if head.number:
        connection.execute(sa.insert(heads), {"only": 1, "number": head.number, "chain": head.chain})


def downgrade() -> None:
    """Drop the trail."""
    op.drop_table("trail_head")
    op.drop_table("trail")


def _cases(connection: sa.Connection) -> Iterator[list[str]]:
    """Yield the ids of everything that is more than a candidate, some at a time, oldest first."""
    after = ""
    told = sa.select(incident.c.id).where(incident.c.status.not_in(["candidate", "expired"]))
    while ids := list(
        connection.scalars(told.where(incident.c.id > after).order_by(incident.c.id).limit(_AT_ONCE))
    ):
        yield ids
        after = ids[-1]


def _drafts(connection: sa.Connection, ids: list[str]) -> Iterator[Draft]:
    """Yield the steps of these cases, then what was sent about them."""
    ends = {
        row.id: {"version": row.version, "state": digest(row.document)}
        for row in connection.execute(
            sa.select(incident.c.id, incident.c.version, document.c.document)
            .join(document, document.c.incident_id == incident.c.id)
            .where(incident.c.id.in_(ids))
        )
    }
    steps = connection.execute(
        sa.select(step).where(step.c.incident_id.in_(ids)).order_by(step.c.incident_id, step.c.seq)
    ).all()
    last = {row.incident_id: row.seq for row in steps}
    for row in steps:
        record: dict[str, Any] = {"step": json.loads(row.document)["step"], **_LATE}
        if last[row.incident_id] == row.seq:
            record |= ends[row.incident_id]
        yield Draft(incident_id=row.incident_id, at=instant(row.at), kind=Kind.STEP, record=text_of(record))
    for sent in connection.execute(
        sa.select(delivery).where(delivery.c.incident_id.in_(ids)).order_by(delivery.c.number)
    ):
        yield from _sent(sent)


def _sent(row: Any) -> Iterator[Draft]:
    named = {"delivery": row.id, "receiver": row.receiver, "version": row.incident_version, **_LATE}
    queued = {**named, "type": row.type, "sha256": digest(bytes(row.body))}
    yield Draft(
        incident_id=row.incident_id,
        at=instant(row.created_at),
        kind=Kind.QUEUED,
        record=text_of(queued),
    )
    if row.state in {"accepted", "dead"}:
        ended = {
            **named,
            "attempt": row.attempts,
            "outcome": "accepted" if row.state == "accepted" else "gave_up",
            "state": row.state,
        }
        at = row.accepted_at if row.accepted_at is not None else row.created_at
        yield Draft(incident_id=row.incident_id, at=instant(at), kind=Kind.SETTLED, record=text_of(ended))


def _values(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "incident_id": row.incident_id,
        "seq": row.seq,
        "at": micros(row.at),
        "kind": row.kind,
        "record": row.record,
        "hash": row.hash,
        "chain": row.chain,
    }
