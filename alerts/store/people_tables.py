"""The tables of people. Times are microseconds since 1970 UTC, as in `tables`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, UniqueConstraint

from alerts.store.tables import metadata

_Number = BigInteger().with_variant(Integer, "sqlite")

person = Table(
    "person",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("token_sha256", String(64), nullable=False),  # of a machine's own token; "" where there is none
    Column("document", Text, nullable=False),
    Index("ix_person_token", "token_sha256"),
)

person_session = Table(
    "person_session",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(32), nullable=False),
    Column("token_sha256", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    UniqueConstraint("token_sha256"),
    Index("ix_person_session_person", "person", "seen_at"),
    Index("ix_person_session_until", "until"),
)

person_lock = Table(
    "person_lock",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Index("ix_person_lock_at", "at"),
)

# Numbered by the store itself, so that the chain has no gap: a transaction that fails uses up no number.
person_audit = Table(
    "person_audit",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("act", String(128), nullable=False),
    Column("ref", String(200), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", String(500), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("address", String(64), nullable=False),
    Column("session", String(64), nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_person_audit_at", "at"),
    Index("ix_person_audit_who", "who", "number"),
    Index("ix_person_audit_act", "act", "number"),
    Index("ix_person_audit_ref", "ref", "number"),
)
