"""What offices and units decide: returns, extensions, pauses, transfers, requests, acknowledgements."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANTS = ("due_breach", "original_breach", "reworked", "held_from", "held_until", "responded")
_TEXTS = ("due_day", "original_day", "origin", "paused_on", "pause_cause")


def upgrade() -> None:
    """Add to each obligation what acts change, and the tables of requests and acknowledgements."""
    for name in _INSTANTS:
        op.add_column("obligations", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in _TEXTS:
        op.add_column("obligations", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("obligations", sa.Column("returned", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "requests",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("decided", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("campaign", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_requests_number", "requests", ["campaign", "number"])
    op.create_table(
        "acknowledgements",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "unit", "what"),
        sqlite_with_rowid=False,
    )
