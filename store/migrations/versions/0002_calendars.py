"""Calendars are evidence: notices that were loaded, and by which of them each campaign was last looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the loaded notices, and to each head the digest of its calendars: none looked at yet."""
    op.create_table(
        "calendars",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("signed", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("loaded", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("region", "key"),
    )
    op.add_column("heads", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
