"""Rungs by shares of an obligation's time: since when that time runs, where it is not its opening."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the instant; the time of what is on record runs from its opening."""
    op.add_column("obligations", sa.Column("runs_from", sa.BigInteger(), nullable=True))
