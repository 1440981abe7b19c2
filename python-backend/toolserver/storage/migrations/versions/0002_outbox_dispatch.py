"""What a dispatcher notes on the outbox's rows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; a message that nobody has taken is `waiting`."""
    op.add_column("outbox", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("outbox", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("failure", sa.String(length=500), nullable=True))
    op.create_index("ix_outbox_state", "outbox", ["state", "recipient", "queued_at"], unique=False)
    op.execute("UPDATE outbox SET state = 'waiting' WHERE state = 'queued'")
