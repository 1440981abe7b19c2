"""What the audit needs: calls by time, and how often each was answered again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index and the table of replays."""
    op.create_index("ix_tool_calls_called_at", "tool_calls", ["called_at", "owner", "call_id"], unique=False)
    op.create_table(
        "call_replays",
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("call_id", sa.String(length=200), nullable=False),
        sa.Column("replays", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "call_id", name=op.f("pk_call_replays")),
    )
