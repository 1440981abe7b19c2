"""What the audit tells of a call without its answer, which is not kept for ever: masked arguments, error code."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; the arguments of earlier calls are not known."""
    op.add_column("tool_calls", sa.Column("arguments", sa.Text(), nullable=True))
    op.add_column("tool_calls", sa.Column("error_code", sa.String(length=100), nullable=True))
    op.create_index("ix_tool_calls_settled_at", "tool_calls", ["settled_at"], unique=False)
    _fill_error_codes(op.get_bind())


def _fill_error_codes(db: sa.Connection) -> None:
    """In Python: PostgreSQL's JSON refuses texts that answers may hold."""
    names = ("owner", "call_id", "outcome", "answer", "error_code")
    calls = sa.table("tool_calls", *map(sa.column, names))
    failed = sa.select(calls.c.owner, calls.c.call_id, calls.c.answer).where(calls.c.outcome != "succeeded")
    for owner, call_id, answer in db.execute(failed).all():
        code = json.loads(answer)["code"]
        db.execute(sa.update(calls).where(calls.c.owner == owner, calls.c.call_id == call_id).values(error_code=code))
