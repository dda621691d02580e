"""The tables that figures are counted from (figures.py). Times are whole microseconds since 1970 UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from alerts.store.tables import metadata

case_figure = Table(
    "case_figure",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("changed", BigInteger, nullable=False),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("found_at", BigInteger, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("handled_at", BigInteger, nullable=False),
    Column("verified_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("held", String(32), nullable=False),
    Column("overdue", Integer, nullable=False),
    Column("merged", Integer, nullable=False),
    Column("proof", String(16), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("matter", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("unit", String(64), nullable=False),
    Column("grid", String(32), nullable=False),
    Column("camera", String(64), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Index("ix_case_figure_incident", "incident_id", unique=True),
    Index("ix_case_figure_changed", "changed"),
)

delivery_figure = Table(
    "delivery_figure",
    metadata,
    Column("hour", Integer, primary_key=True, autoincrement=False),  # since 1970, of queueing
    Column("receiver", String(64), primary_key=True),
    Column("queued", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("dead", Integer, nullable=False),
    Column("held", Integer, nullable=False),
)

look_figure = Table(
    "look_figure",
    metadata,
    Column("hour", Integer, primary_key=True, autoincrement=False),  # since 1970
    Column("owner", String(64), primary_key=True),
    Column("due", Integer, nullable=False),
    Column("on_time", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("kinds", Text, nullable=False),
)
