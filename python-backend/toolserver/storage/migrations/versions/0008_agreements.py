"""What a yes is about, from where a session was opened, and until when a checkout is reserved."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_RESERVED_FOR = timedelta(hours=24)


def upgrade() -> None:
    """Add the columns; checkouts of earlier releases are reserved for a day from when they were made."""
    op.add_column("confirmations", sa.Column("facts", sa.String(length=64), nullable=True))
    op.add_column("sessions", sa.Column("client", sa.String(length=64), nullable=True))
    op.add_column("verification_tries", sa.Column("client", sa.String(length=64), nullable=True))
    op.create_index("ix_verification_tries_client", "verification_tries", ["client", "tried_at"], unique=False)
    state = sa.Column("state", sa.String(length=20), nullable=False, server_default="reserved")
    op.add_column("retail_checkouts", state)
    op.add_column("retail_checkouts", sa.Column("reserved_until", sa.DateTime(timezone=True), nullable=True))
    _reserve_earlier_ones(op.get_bind())
    op.create_index("ix_retail_checkouts_state", "retail_checkouts", ["state", "reserved_until"], unique=False)


def _reserve_earlier_ones(db: sa.Connection) -> None:
    """In Python: the two databases add hours in different words."""
    names = ("created_at", "reserved_until")
    times = (sa.column(name, sa.DateTime(timezone=True)) for name in names)
    checkouts = sa.table("retail_checkouts", sa.column("id"), *times)
    for row in db.execute(sa.select(checkouts.c.id, checkouts.c.created_at)).all():
        until = row.created_at + _RESERVED_FOR
        db.execute(sa.update(checkouts).where(checkouts.c.id == row.id).values(reserved_until=until))
