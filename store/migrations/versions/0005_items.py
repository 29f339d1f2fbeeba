"""Items carry what is written down of them: a due date of their own, and declared fields."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add both to the recorded items; those of before have neither."""
    op.add_column("items", sa.Column("due", sa.Text(), nullable=True))
    op.add_column("items", sa.Column("fields", sa.Text(), nullable=True))
