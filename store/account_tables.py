"""The tables of accounts. Who has one is history; passwords, sessions and tries are not."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from store.tables import metadata

#: Folded from the office's chain, so that a role given past the program is named by `verify --rebuild`.
accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    #: coordinator, unit, leader, auditor or administrator.
    Column("role", Text, nullable=False),
    #: Key of the unit that a unit's account acts for.
    Column("unit", Text),
    #: Commitment to the name of the person; the name is kept in `people`, and may be erased.
    Column("person", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

passwords = Table(
    "passwords",
    metadata,
    Column("account", Text, primary_key=True),
    #: argon2, with its salt and its cost.
    Column("hash", Text, nullable=False),
    #: Given out by somebody else: it must be changed at the next sign-in.
    Column("one_time", Boolean, nullable=False),
    Column("changed", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    #: SHA-256 of the token: whoever reads the database can sign in as nobody.
    Column("token", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)

#: Tries to sign in that have not succeeded, by the hash of where they came from and what they named.
tries = Table(
    "tries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", BigInteger, nullable=False),
)

#: Tokens by which programs act for an account; folded from the office's chain, as accounts are.
tokens = Table(
    "tokens",
    metadata,
    #: SHA-256 of the token: whoever reads the database can act as nobody.
    Column("token", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

#: What programs were answered, kept for a day: the same key and request are answered the same, and done once.
answers = Table(
    "answers",
    metadata,
    Column("account", Text, primary_key=True),
    #: SHA-256 of the key that the program chose.
    Column("key", Text, primary_key=True),
    #: SHA-256 of the request.
    Column("request", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
