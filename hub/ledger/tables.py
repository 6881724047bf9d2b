"""Every table of the hub; the same on PostgreSQL and SQLite. Migrations create them, stores use them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# SQLite counts by itself only in a column declared INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
Moment = DateTime(timezone=True)

inbox = Table(
    "inbox",
    metadata,
    Column("consumer", String(32), primary_key=True),
    Column("message_id", String(64), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

received_number = Table(
    "received_number",
    metadata,
    Column("sender", String(64), primary_key=True),
    Column("number", Number, primary_key=True),
    Column("message_id", String(64), nullable=True),
    Column("is_last", Boolean, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("fact_no", Number, primary_key=True, autoincrement=True),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("type", String(80), nullable=False),
    Column("person", String(80), nullable=True),
    Column("recorded_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index("fact_by_person", "person", "fact_no"),
)

person_standing = Table(
    "person_standing",
    metadata,
    Column("person", String(80), primary_key=True),
    Column("standing", Text, nullable=False),
    Column("next_due_on", Date, nullable=True),
    Column("has_care", Boolean, nullable=False),
    Index("person_standing_by_due", "next_due_on"),
)

council_standing = Table(
    "council_standing",
    metadata,
    Column("council", SmallInteger, primary_key=True),
    Column("standing", Text, nullable=False),
)

payer_reference = Table(
    "payer_reference",
    metadata,
    Column("reference", String(18), primary_key=True),
    Column("person", String(64), nullable=True),
)

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("entry", String(32), primary_key=True),
    Column("entry_no", Number, nullable=False),
    Column("person", String(80), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("cause", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("person", "position", name="journal_entry_position"),
)

posting = Table(
    "posting",
    metadata,
    Column(
        "entry",
        String(32),
        ForeignKey("journal_entry.entry", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("line_no", SmallInteger, primary_key=True),
    Column("person", String(80), nullable=False),
    Column("account", String(32), nullable=False),
    Column("item", String(80), nullable=True),
    Column("pence", BigInteger, nullable=False),
    Index("posting_by_person", "person", "account"),
)

daily_seal = Table(
    "daily_seal",
    metadata,
    Column("day", Date, primary_key=True),
    Column("entry_no_to", Number, nullable=False),
    Column("entries_count", Number, nullable=False),
    Column("root", String(64), nullable=False),
)

task = Table(
    "task",
    metadata,
    Column("task", String(32), primary_key=True),
    Column("person", String(80), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("raised_by", String(64), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Index("task_open", "is_open", "priority", "due_on"),
)

referral = Table(
    "referral",
    metadata,
    Column("referral", String(64), primary_key=True),
    Column("person", String(80), nullable=False),
    Column("agent", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(32), nullable=False),
    Column("acknowledge_by", Date, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("outbox_no", Number, primary_key=True, autoincrement=True),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("cause", String(64), nullable=False),
    Column("person", String(80), nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("type", String(80), nullable=False),
    Column("routing_key", String(160), nullable=False),
    Column("key", String(160), nullable=False),
    Column("step", String(32), nullable=True),
    Column("recorded_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("number", Number, nullable=True),
    Column("said_at", Moment, nullable=True),
    Column("withdrawn_at", Moment, nullable=True),
    Column("withdrawn_why", String(200), nullable=True),
    Column("held_why", String(200), nullable=True),
    Index(
        "outbox_waiting",
        "lane",
        "outbox_no",
        postgresql_where=text("said_at IS NULL AND withdrawn_at IS NULL"),
        sqlite_where=text("said_at IS NULL AND withdrawn_at IS NULL"),
    ),
    Index(
        "outbox_adverse_waiting",
        "person",
        postgresql_where=text("step IS NOT NULL AND coalesce(said_at, withdrawn_at) IS NULL"),
        sqlite_where=text("step IS NOT NULL AND coalesce(said_at, withdrawn_at) IS NULL"),
    ),
)

relay_lane = Table(
    "relay_lane",
    metadata,
    Column("lane", SmallInteger, primary_key=True),
    Column("last_number", Number, nullable=False),
)

parked = Table(
    "parked",
    metadata,
    Column("parked", String(32), primary_key=True),
    Column("message_id", String(64), nullable=True),
    Column("type", String(80), nullable=True),
    Column("code", String(64), nullable=False),
    Column("field", String(200), nullable=False),
    Column("message", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("settled_at", Moment, nullable=True),
    Column("settled_why", Text, nullable=True),
)

embedded_queue = Table(
    "embedded_queue",
    metadata,
    Column("queue_no", Number, primary_key=True, autoincrement=True),
    Column("exchange", String(32), nullable=False),
    Column("routing_key", String(160), nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
