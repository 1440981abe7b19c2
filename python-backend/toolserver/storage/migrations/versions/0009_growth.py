"""A journal may grow: indexes of the few rows that are looked for, figures by the hour, keys that can be dropped."""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_BATCH = 1000
_OVER = timedelta(hours=26)  # by then every session of before is over since a day


def upgrade() -> None:
    """Tables and columns, then the rows there are."""
    db = op.get_bind()
    _add_tables()
    _add_columns()
    _fill(db)
    _key_fingerprints(db)
    _add_indexes()


def _add_tables() -> None:
    when, tool = sa.DateTime(timezone=True), sa.String(length=100)
    op.create_table(
        "erased_calls",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erased_at", when, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_calls")),
    )
    op.create_table(
        "hourly_counts",
        sa.Column("hour", when, nullable=False),
        sa.Column("tool", tool, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("error_code", sa.String(length=100), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "tool", "outcome", "error_code", name=op.f("pk_hourly_counts")),
    )
    op.create_table(
        "hourly_latencies",
        sa.Column("hour", when, nullable=False),
        sa.Column("tool", tool, nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "tool", "ms", name=op.f("pk_hourly_latencies")),
    )
    op.create_table(
        "rollups",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("rolled_until", when, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rollups")),
    )


def _add_columns() -> None:
    when = sa.DateTime(timezone=True)
    op.add_column("call_replays", sa.Column("counted", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sessions", sa.Column("fingerprint_key", sa.String(length=64), nullable=True))
    op.add_column("sessions", sa.Column("due_at", when, nullable=True))
    op.add_column("sessions", sa.Column("forgotten_at", when, nullable=True))
    op.add_column("verification_locks", sa.Column("locked_at", when, nullable=True))


def _fill(db: sa.Connection) -> None:
    now = datetime.now(UTC)
    for table, column, value in (("sessions", "due_at", now + _OVER), ("verification_locks", "locked_at", now)):
        filled = sa.table(table, sa.column(column, sa.DateTime(timezone=True)))
        db.execute(sa.update(filled).values({column: value}))
    op.execute("UPDATE sessions SET expires_at = ended_at WHERE ended_at < expires_at")
    op.execute("UPDATE outbox SET settled_at = queued_at WHERE settled_at IS NULL AND state <> 'waiting'")
    secret = sa.table("server_secrets", sa.column("name"), sa.column("value"))
    keys = [{"name": f"calls.{name}", "value": secrets.token_hex(32)} for name in ("fingerprints", "call_ids")]
    db.execute(sa.insert(secret), keys)


def _key_fingerprints(db: sa.Connection) -> None:
    """A bare hash of arguments can be guessed from a phone number, so what stands there is hashed with a key.

    Of sessions that are over nobody needs the key; those that are open keep calling without one, for an hour at most.
    """
    service = db.execute(sa.text("SELECT value FROM server_secrets WHERE name = 'calls.fingerprints'")).scalar_one()
    names = ("owner", "call_id", "fingerprint", "session_id")
    calls = sa.table("tool_calls", *(sa.column(name, sa.String()) for name in names))
    same = (calls.c.owner == sa.bindparam("its_owner"), calls.c.call_id == sa.bindparam("its_id"))
    keyed = sa.update(calls).where(*same).values(fingerprint=sa.bindparam("keyed"))
    is_open = "SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at > :now"
    now = sa.bindparam("now", datetime.now(UTC), sa.DateTime(timezone=True))
    still_open = set(db.execute(sa.text(is_open).bindparams(now)).scalars())
    dropped = secrets.token_hex(32)
    for rows in _pages(db, calls):
        changed = [
            {"its_owner": row.owner, "its_id": row.call_id, "keyed": _keyed(row, service, dropped)}
            for row in rows
            if row.fingerprint != "erased" and row.session_id not in still_open
        ]
        if changed:
            db.execute(keyed, changed)


def _keyed(row: sa.Row[Any], service: str, dropped: str) -> str:
    key = service if row.session_id is None else dropped
    return hmac.digest(key.encode(), row.fingerprint.encode(), "sha256").hex()


def _pages(db: sa.Connection, calls: sa.TableClause) -> Iterator[Sequence[sa.Row[Any]]]:
    key = (calls.c.owner, calls.c.call_id)
    first = sa.select(calls).order_by(*key).limit(_BATCH)
    rows = db.execute(first).all()
    while rows:
        yield rows
        last = (rows[-1].owner, rows[-1].call_id)
        rows = db.execute(first.where(sa.tuple_(*key) > last)).all()


def _add_indexes() -> None:
    op.drop_index("ix_tool_calls_settled_at", "tool_calls")
    unsettled = ["called_at", "owner", "call_id"]
    _index_some("ix_tool_calls_unsettled", "tool_calls", unsettled, "outcome IS NULL")
    _index_some("ix_tool_calls_answers", "tool_calls", ["session_id", "settled_at"], "answer IS NOT NULL")
    _index_some("ix_call_replays_uncounted", "call_replays", ["owner", "call_id"], "replays > counted")
    _index_some("ix_outbox_settled", "outbox", ["state", "settled_at"], "settled_at IS NOT NULL")
    op.create_index("ix_erased_calls_erased_at", "erased_calls", ["erased_at"])
    op.create_index("ix_sessions_due_at", "sessions", ["due_at"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_confirmations_expires_at", "confirmations", ["expires_at"])
    op.create_index("ix_verification_locks_locked_at", "verification_locks", ["locked_at"])
    op.create_index("ix_verification_tries_tried_at", "verification_tries", ["tried_at"])


def _index_some(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
