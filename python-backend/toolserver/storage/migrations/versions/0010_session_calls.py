"""A session's latest calls are found by an index, which serves as that of the session alone did."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the wider index, and drop the one that it holds."""
    op.create_index("ix_tool_calls_session", "tool_calls", ["session_id", "settled_at"], unique=False)
    op.drop_index("ix_tool_calls_session_id", table_name="tool_calls")
