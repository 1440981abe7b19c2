"""The tables every deployment has; a scenario's own tables join the same metadata."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite itself stores no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, UTC stored."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """UTC out, aware."""
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


tool_calls = Table(
    "tool_calls",
    metadata,
    # The session's id; "service", or "service/" and the session it names:
    Column("owner", String(60), primary_key=True),
    Column("call_id", String(200), primary_key=True),
    Column("tool", String(100), nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of tool and arguments: the same id must mean the same call
    Column("session_id", String(60)),
    Column("agent", String(100)),
    Column("attempt", Integer, nullable=False),  # 0: it never ran, and was answered as an equal call before it was
    Column("lease_until", UtcDateTime, nullable=False),
    Column("outcome", String(20)),  # null while it runs
    Column("answer", Text),  # the JSON text of `result` or `error`, replayed byte for byte; null again when it is old
    Column("called_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("arguments", Text),  # JSON, masked: what is sensitive never gets here
    Column("error_code", String(100)),  # of a call that did not succeed
    Column("scenario", String(100)),  # the business it was about; null: of none
    Column("parent_call_id", String(200)),  # of the same owner: a tool made it
)
Index("ix_tool_calls_session", tool_calls.c.session_id, tool_calls.c.settled_at)
Index("ix_tool_calls_called_at", tool_calls.c.called_at, tool_calls.c.owner, tool_calls.c.call_id)


def _index_some(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> None:
    """An index of few of the rows: what looks for those never meets the others."""
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


_index_some(
    "ix_tool_calls_nested",
    tool_calls.c.owner,
    tool_calls.c.parent_call_id,
    where=tool_calls.c.parent_call_id.is_not(None),
)
_index_some(
    "ix_tool_calls_unsettled",
    tool_calls.c.called_at,
    tool_calls.c.owner,
    tool_calls.c.call_id,
    where=tool_calls.c.outcome.is_(None),
)
_index_some(
    "ix_tool_calls_answers",
    tool_calls.c.session_id,
    tool_calls.c.settled_at,
    where=tool_calls.c.answer.is_not(None),
)

call_replays = Table(
    "call_replays",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("call_id", String(200), primary_key=True),
    Column("replays", Integer, nullable=False),  # how often the recorded answer was given again
    Column("counted", Integer, nullable=False, server_default="0"),  # how many of them hourly_counts has
)
_index_some(
    "ix_call_replays_uncounted",
    call_replays.c.owner,
    call_replays.c.call_id,
    where=call_replays.c.replays > call_replays.c.counted,
)

erased_calls = Table(
    "erased_calls",
    metadata,
    Column("digest", String(64), primary_key=True),  # of an owner and a call_id that named a person who was erased
    Column("erased_at", UtcDateTime, nullable=False, index=True),
)

hourly_counts = Table(
    "hourly_counts",
    metadata,
    Column("hour", UtcDateTime, primary_key=True),  # in which the calls were made
    Column("tool", String(100), primary_key=True),
    Column("outcome", String(20), primary_key=True),  # or "replayed": how often recorded answers were given again
    Column("error_code", String(100), primary_key=True),  # "" where there is none
    Column("calls", Integer, nullable=False),
)

hourly_latencies = Table(
    "hourly_latencies",
    metadata,
    Column("hour", UtcDateTime, primary_key=True),
    Column("tool", String(100), primary_key=True),
    Column("ms", Integer, primary_key=True),  # stands for those near it, as storage/latency.py says
    Column("calls", Integer, nullable=False),
)

rollups = Table(
    "rollups",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("rolled_until", UtcDateTime, nullable=False),  # calls made before are in the hourly tables
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("scenario", String(100), nullable=False),
    Column("grants", Text, nullable=False),  # JSON: agent → tool names
    Column("customer_id", String(40)),  # whom it verified
    Column("customer_scenario", String(100)),  # of which business that is a customer
    Column("client", String(64)),  # a keyed hash of whom the service says it was opened for
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),  # no later than it ended
    Column("ended_at", UtcDateTime),
    Column("fingerprint_key", String(64)),  # of its calls; "" some time after it is over; null: of an older release
    Column("due_at", UtcDateTime, index=True),  # when retention looks at it next
    Column("forgotten_at", UtcDateTime),  # since when nothing its calls answered is kept
)
Index("ix_sessions_expires_at", sessions.c.expires_at)

session_facts = Table(
    "session_facts",
    metadata,
    Column("session_id", String(60), primary_key=True),
    Column("fact", String(60), primary_key=True),
)

verification_tries = Table(
    "verification_tries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("session_id", String(60), index=True),
    Column("scenario", String(100)),
    Column("identity", String(300), nullable=False),
    Column("client", String(64)),  # as the session's
    Column("tried_at", UtcDateTime, nullable=False, index=True),
)
Index("ix_verification_tries_identity", verification_tries.c.identity, verification_tries.c.tried_at)
Index("ix_verification_tries_client", verification_tries.c.client, verification_tries.c.tried_at)

verification_locks = Table(
    "verification_locks",
    metadata,
    Column("identity", String(400), primary_key=True),  # one row per identity or client, locked while tries are counted
    Column("locked_at", UtcDateTime, index=True),  # lately
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(60)),  # with call_id: the call that promised it; null where an older release did not say
    Column("call_id", String(200), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("recipient", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, delivered, dead, cancelled
    Column("queued_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", UtcDateTime),  # not taken before: the end of a lease or of a back-off; null: at once
    Column("settled_at", UtcDateTime),
    Column("failure", String(500)),  # of the last try
    Column("scenario", String(100)),
)
Index("ix_outbox_state", outbox.c.state, outbox.c.recipient, outbox.c.queued_at)
_index_some("ix_outbox_settled", outbox.c.state, outbox.c.settled_at, where=outbox.c.settled_at.is_not(None))

human_handoffs = Table(
    "human_handoffs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("session_id", String(60), index=True),
    Column("reason", String(500), nullable=False),
    Column("priority", String(10), nullable=False),
    Column("context", String(4000)),
    Column("state", String(20), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("scenario", String(100)),
)

call_endings = Table(
    "call_endings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("session_id", String(60), index=True),
    Column("reason", String(500), nullable=False),
    Column("satisfaction_level", String(20)),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("scenario", String(100)),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("token", String(60), primary_key=True),
    Column("session_id", String(60), nullable=False, index=True),
    Column("tool", String(100), nullable=False),
    Column("fingerprint", String(64), nullable=False),  # as the journal's: the yes was to these arguments
    Column("facts", String(64)),  # of the question; null: asked by an earlier release, which kept none
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_by", String(300)),  # the call: its owner and its call_id
)

probes = Table(
    "probes",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("written_at", UtcDateTime, nullable=False),
)

server_secrets = Table(
    "server_secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)
