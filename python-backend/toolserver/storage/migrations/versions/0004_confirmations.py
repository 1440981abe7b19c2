"""What callers were asked to agree to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "confirmations",
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("session_id", sa.String(length=60), nullable=False),
        sa.Column("tool", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_confirmations")),
    )
    op.create_index(op.f("ix_confirmations_session_id"), "confirmations", ["session_id"], unique=False)
