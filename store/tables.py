"""The tables. Instants are whole seconds since 1970 (UTC), days are ISO texts, JSON is canonical text."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

#: Each launched campaign as it was resolved, with the text it was read from; of several files, as JSON.
revisions = Table(
    "revisions",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("declaration", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("approved_by", Text),
    Column("launched", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign", "number"),
)

#: The end of each campaign's history: locked by whoever appends.
heads = Table(
    "heads",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("algorithm", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("noticed", BigInteger, nullable=False),
    #: Digest of the calendars by which its open deadlines were last looked at.
    Column("calendar", Text, nullable=False),
    sqlite_with_rowid=False,
)

obligations = Table(
    "obligations",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("task", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("period", Text),
    Column("item", Text),
    Column("status", Text, nullable=False),
    Column("how", Text),
    Column("version", Integer, nullable=False),
    Column("opens", BigInteger),
    Column("target", BigInteger),
    Column("breach", BigInteger),
    Column("last_day", Text),
    Column("past", Text),
    Column("judged", BigInteger),
    Column("attention", BigInteger),
    Column("filings", Integer, nullable=False),
    Column("first_received", BigInteger),
    Column("done_on", Text),
    Column("closed_at", BigInteger),
    Column("due_breach", BigInteger),
    Column("due_day", Text),
    Column("original_breach", BigInteger),
    Column("original_day", Text),
    Column("returned", Integer, nullable=False),
    Column("reworked", BigInteger),
    Column("held_from", BigInteger),
    Column("held_until", BigInteger),
    Column("origin", Text),
    Column("paused_on", Text),
    Column("pause_cause", Text),
    Column("responded", BigInteger),
    Column("runs_from", BigInteger),
    PrimaryKeyConstraint("campaign", "number"),
    UniqueConstraint("campaign", "id"),
    sqlite_with_rowid=False,
)
Index(
    "ix_attention",
    obligations.c.campaign,
    obligations.c.attention,
    obligations.c.number,
    sqlite_where=text("attention IS NOT NULL"),
    postgresql_where=text("attention IS NOT NULL"),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("target", BigInteger),
    Column("breach", BigInteger),
    Column("last_day", Text),
    Column("provisional", Boolean, nullable=False),
    Column("certificate", Text, nullable=False),
    PrimaryKeyConstraint("campaign", "number", "version"),
    sqlite_with_rowid=False,
)

history = Table(
    "history",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("number", Integer),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("campaign", "sequence"),
    sqlite_with_rowid=False,
)
Index("ix_history_number", history.c.campaign, history.c.number)

notices = Table(
    "notices",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("effective", BigInteger, nullable=False),
    Column("noticed", BigInteger, nullable=False),
    Column("ended", BigInteger),
    #: The letter it went into; how a letter travels is no history, only its end is.
    Column("letter", Text),
    PrimaryKeyConstraint("campaign", "number", "version", "occasion", "recipient"),
    sqlite_with_rowid=False,
)
Index(
    "ix_notices_open",
    notices.c.state,
    notices.c.recipient,
    sqlite_where=text("state IN ('new', 'waiting')"),
    postgresql_where=text("state IN ('new', 'waiting')"),
)
Index("ix_notices_letter", notices.c.letter, sqlite_where=text("letter IS NOT NULL"))

letters = Table(
    "letters",
    metadata,
    Column("key", Text, primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", BigInteger),
    Column("leased_until", BigInteger),
    Column("composed", BigInteger, nullable=False),
    Column("ended", BigInteger),
    Column("detail", Text),
)
Index(
    "ix_letters_waiting",
    letters.c.next_try,
    sqlite_where=text("state = 'new'"),
    postgresql_where=text("state = 'new'"),
)
Index("ix_letters_day", letters.c.recipient, letters.c.day)

filings = Table(
    "filings",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("registered", BigInteger, nullable=False),
    Column("channel", Text, nullable=False),
    Column("registrar", Text),
    Column("zero", Boolean, nullable=False),
    Column("fields", Text, nullable=False),
    Column("lacking", Text, nullable=False),
    Column("doubts", Text, nullable=False),
    Column("note", Text),
    Column("done_on", Text),
    PrimaryKeyConstraint("campaign", "number", "version"),
    sqlite_with_rowid=False,
)

files = Table(
    "files",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("case", Text),
    Column("attached", Text),
    Column("caption", Text),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("campaign", "number", "version", "position"),
    sqlite_with_rowid=False,
)

#: What was typed into statistics tables, by cell; a blank cell has no row.
form_values = Table(
    "form_values",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("row", Text, nullable=False),
    #: Empty in a form without columns.
    Column("column", Text, nullable=False),
    Column("typed", Text, nullable=False),
    #: Canonical; NULL where it could not be read.
    Column("value", Text),
    PrimaryKeyConstraint("campaign", "number", "version", "form", "row", "column"),
    sqlite_with_rowid=False,
)

items = Table(
    "items",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("own_number", Text, nullable=False),
    Column("happened", Text, nullable=False),
    Column("registered", BigInteger, nullable=False),
    Column("what", Text),
    Column("organ", Text),
    #: The last day that the item itself sets, and its declared fields as canonical JSON; None without.
    Column("due", Text),
    Column("fields", Text),
    PrimaryKeyConstraint("campaign", "kind", "unit", "own_number"),
    sqlite_with_rowid=False,
)

#: What was asked for and waits for a decision, or had one.
requests = Table(
    "requests",
    metadata,
    Column("campaign", Text, nullable=False),
    #: Of the event that asked.
    Column("sequence", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    #: open, endorsed, granted or refused.
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    #: The day or the unit that is asked for.
    Column("wanted", Text),
    Column("progress", Text),
    Column("asked", BigInteger, nullable=False),
    Column("decided", BigInteger),
    Column("answer", Text),
    PrimaryKeyConstraint("campaign", "sequence"),
    sqlite_with_rowid=False,
)
Index("ix_requests_number", requests.c.campaign, requests.c.number)

#: 签收: who has confirmed to have received what: a revision of the campaign, or an official notice.
acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("number", Integer),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign", "unit", "what"),
    sqlite_with_rowid=False,
)

#: Figures of measures 指标, each as of a day; decimal numbers stay the texts that they were recorded as.
measurements = Table(
    "measurements",
    metadata,
    Column("campaign", Text, nullable=False),
    Column("measure", Text, nullable=False),
    #: Empty for the campaign as a whole.
    Column("unit", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("numerator", Text),
    Column("denominator", Text),
    Column("value", Text),
    Column("baseline", Text),
    Column("source", Text),
    #: Of the event that says it, and when that was.
    Column("sequence", BigInteger, nullable=False),
    Column("registered", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign", "measure", "unit", "as_of"),
    sqlite_with_rowid=False,
)

#: Holiday notices that were loaded beside those that come with the program; append-only.
calendars = Table(
    "calendars",
    metadata,
    Column("region", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("number", Text),
    Column("signed", Text),
    Column("published", Text),
    Column("loaded", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("region", "key"),
)

#: Role mailboxes, append-only: the newest of a unit and role is used.
contacts = Table(
    "contacts",
    metadata,
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("loaded", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text),
    #: Whether the unit named it, and no declaration.
    Column("named", Boolean, nullable=False),
    PrimaryKeyConstraint("unit", "role", "loaded"),
)

#: Who gets a role's letters while it is away, append-only: of two for one day the one with the higher number.
absences = Table(
    "absences",
    metadata,
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("number", Integer, nullable=False),
    #: Both inclusive, in the zone of the campaign that a letter is about.
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("loaded", BigInteger, nullable=False),
    PrimaryKeyConstraint("unit", "role", "number"),
)

#: Who is waking or delivering; not history.
leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text),
    Column("fence", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)

#: Names behind the commitments in the history; a row may be erased, the chain stays whole.
people = Table(
    "people",
    metadata,
    Column("commitment", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("salt", Text, nullable=False),
)
