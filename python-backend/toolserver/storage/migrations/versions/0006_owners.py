"""The owner of a call that a service made within a session names both; a message names the owner of its call."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WITHIN_SESSIONS = """
UPDATE {table} SET owner = owner || '/' || (
    SELECT session_id FROM tool_calls AS made WHERE made.owner = 'service' AND made.call_id = {table}.call_id
) WHERE owner = 'service' AND EXISTS (
    SELECT 1 FROM tool_calls AS made
    WHERE made.owner = 'service' AND made.call_id = {table}.call_id AND made.session_id IS NOT NULL
)
"""
_NAMED_SESSION = """
UPDATE tool_calls SET owner = owner || '/' || session_id WHERE owner = 'service' AND session_id IS NOT NULL
"""
# A message of an older release names its call by call_id alone: where two calls have it, nobody can say whose it was.
_PROMISED_BY = """
UPDATE outbox SET owner = (SELECT min(owner) FROM tool_calls AS made WHERE made.call_id = outbox.call_id)
WHERE (SELECT count(*) FROM tool_calls AS made WHERE made.call_id = outbox.call_id) = 1
"""


def upgrade() -> None:
    """Replays first: they are found by the owner that their call had."""
    op.add_column("outbox", sa.Column("owner", sa.String(length=60), nullable=True))
    op.execute(_WITHIN_SESSIONS.format(table="call_replays"))
    op.execute(_NAMED_SESSION)
    op.execute(_PROMISED_BY)
