"""The tables. Times are whole microseconds since 1970 UTC: SQLite keeps no zone and no true datetime.

An incident is one document plus the columns that lists filter by. What is written with it (views'
cameras, live subjects) has side tables, so that finding it needs no document to be opened.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
# SQLite numbers rows by itself only for INTEGER keys; PostgreSQL wants eight bytes.
_Number = BigInteger().with_variant(Integer, "sqlite")

incident = Table(
    "incident",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("steps", Integer, nullable=False),  # entries in its history
    Column("status", String(16), nullable=False),
    Column("live", Integer, nullable=False),  # 1 until it has ended
    Column("matter", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("street", String(9), nullable=False),  # first 9 digits of the grid code, or as many as known
    Column("community", String(12), nullable=False),  # first 12
    Column("grid", String(32), nullable=False),  # deepest code known; "" outside of the district
    Column("lon", Float, nullable=False),  # WGS-84
    Column("lat", Float, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("stage", String(16), nullable=False, server_default=text("'collected'")),  # of the city's case
    Column("held", String(32), nullable=False, server_default=text("''")),  # why it waits for an operator
    Column("overdue", Integer, nullable=False, server_default=text("0")),  # 1: a unit has it for too long
    CheckConstraint("live in (0, 1)", name="live"),
    # Each list is read newest first from one of these; they are wide, so that what else is asked for can be
    # decided inside the index, without opening a row, and without a hundred thousand of them where it is rare.
    Index("ix_incident_updated", "updated_at", "id", "status", "matter", "owner", "grid", "lon", "lat"),
    Index("ix_incident_status", "status", "updated_at", "id"),
    Index("ix_incident_matter", "matter", "updated_at", "id", "status", "owner"),
    Index("ix_incident_owner", "owner", "updated_at", "id", "status", "matter"),
    Index("ix_incident_stage", "stage", "updated_at", "id"),
    Index("ix_incident_place", "lon", "lat"),
    Index("ix_incident_street", "street", "updated_at", "id", "status", "matter", "owner"),
    Index("ix_incident_community", "community", "updated_at", "id", "status", "matter", "owner"),
    Index("ix_incident_grid", "grid", "updated_at", "id", "status", "matter", "owner"),
    Index(
        "ix_incident_held",
        "updated_at",
        "id",
        "held",
        sqlite_where=text("held <> ''"),
        postgresql_where=text("held <> ''"),
    ),
    Index(
        "ix_incident_overdue",
        "updated_at",
        "id",
        sqlite_where=text("overdue = 1"),
        postgresql_where=text("overdue = 1"),
    ),
    Index(
        "ix_incident_live",
        "created_at",
        "id",
        sqlite_where=text("live = 1"),
        postgresql_where=text("live = 1"),
    ),
    Index(
        "ix_incident_live_matter",
        "matter",
        "created_at",
        "id",
        sqlite_where=text("live = 1"),
        postgresql_where=text("live = 1"),
    ),
)

# The documents lie apart: they are fifty times wider than what lists are searched by.
incident_document = Table(
    "incident_document",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("document", Text, nullable=False),
)

incident_camera = Table(
    "incident_camera",
    metadata,
    Column("camera_id", String(64), primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Index("ix_incident_camera_incident_id", "incident_id"),
)

live_subject = Table(
    "live_subject",
    metadata,
    Column("subject", String(256), primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Index("ix_live_subject_incident_id", "incident_id"),
)

step = Table(
    "step",
    metadata,
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("what", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# Only ever added to (trail.py). No foreign key: that a case is gone is for an audit to find, not to prevent.
trail = Table(
    "trail",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),  # 1, 2, 3 ... in the whole store
    Column("incident_id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("record", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
    UniqueConstraint("incident_id", "seq"),
)

trail_head = Table(
    "trail_head",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),  # one row
    Column("number", BigInteger, nullable=False),
    Column("chain", String(64), nullable=False),
    CheckConstraint('"only" = 1', name="only"),
)

public_link = Table(
    "public_link",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("token_sha256", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    UniqueConstraint("token_sha256"),
    Index("ix_public_link_incident_id", "incident_id"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),  # order of enqueueing
    Column("id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("incident_id", ForeignKey("incident.id"), nullable=False),
    Column("incident_version", Integer, nullable=False),
    Column("receiver", String(64), nullable=False),
    Column("type", String(128), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
    Column("accepted_at", BigInteger),
    Column("last_error", Text),
    Column("case_number", String(64)),  # the receiver's own
    # 1: pending, and nothing older of its incident is pending for its receiver. Kept, not computed: after a day
    # without the receiver, thousands of rows wait behind a few heads, and the courier asks many times a second.
    Column("head", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("id"),
    UniqueConstraint("incident_id", "receiver", "seq"),
    Index(
        "ix_delivery_head",
        "receiver",
        "next_at",
        "number",
        sqlite_where=text("head = 1"),
        postgresql_where=text("head = 1"),
    ),
    Index(
        "ix_delivery_queue",
        "incident_id",
        "receiver",
        "seq",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_delivery_state", "state", "number"),
    Index("ix_delivery_receiver", "receiver", "number"),
    Index("ix_delivery_created_at", "created_at"),
    Index("ix_delivery_case_number", "case_number"),
    sqlite_autoincrement=True,
)

attempt = Table(
    "attempt",
    metadata,
    Column("delivery_id", ForeignKey("delivery.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("took_s", Float, nullable=False),
    Column("status", Integer),
    Column("outcome", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("case_number", String(64)),
)

disabled_receiver = Table(
    "disabled_receiver",
    metadata,
    Column("receiver", String(64), primary_key=True),
    Column("reason", Text, nullable=False),
)

# One JSON record per camera and kind: rule_state, memory, health.
camera_record = Table(
    "camera_record",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("camera_id", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

callback = Table(
    "callback",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("message_id", String(256), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
    Index("ix_callback_at", "at"),
)

# How far somebody has come who goes on where he stopped: the MQTT publisher, the digest.
bookmark = Table(
    "bookmark",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

live_event = Table(
    "live_event",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("ref", String(64), nullable=False),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)

silence = Table(
    "silence",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_silence_ends_at", "ends_at"),
)

shelf = Table(
    "shelf",
    metadata,
    Column("incident_id", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

# What each incident was for the operators from when on; outlives the incident, for the year's figures.
load_mark = Table(
    "load_mark",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("incident_id", String(64), nullable=False),
    Column("what", String(16), nullable=False),
    Column("by", String(128), nullable=False),
    Column("matter", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("street", String(9), nullable=False),
    Column("source", String(256), nullable=False),
    Index("ix_load_mark_at", "at", "number"),
    Index("ix_load_mark_incident", "incident_id", "number"),
    sqlite_autoincrement=True,
)

# What somebody outside reported about an incident: "source:number", so that it is taken in once.
incident_report = Table(
    "incident_report",
    metadata,
    Column("report", String(128), primary_key=True),
    Column("incident_id", ForeignKey("incident.id"), primary_key=True),
    Index("ix_incident_report_incident_id", "incident_id"),
)

# The last merge or split of each incident, with the incidents as they were.
undo = Table(
    "undo",
    metadata,
    Column("incident_id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_undo_at", "at"),
)

# Who works on which case, until when.
claim = Table(
    "claim",
    metadata,
    Column("incident_id", String(64), primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_claim_until", "until"),
)

# What operators have said shall be done, until it is; what was not possible any more stays with `refused_at`.
pending_act = Table(
    "pending_act",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("incident_id", String(64), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("refused_at", BigInteger),
    Column("document", Text, nullable=False),
    Index("ix_pending_act_due", "refused_at", "due_at", "id"),
    Index("ix_pending_act_incident", "incident_id", "due_at", "id"),
)
