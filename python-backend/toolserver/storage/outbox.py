"""Messages that leave the house: rows of the transaction that promised them."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from toolserver.storage.tables import outbox
from toolserver.toolkit.ids import new_id


def queue_message(db: Connection, *, call_id: str, channel: str, recipient: str, body: str) -> str:
    """Queue one message; answers its id, which is the receiver's idempotency key."""
    message_id = new_id("MSG")
    row = {"id": message_id, "call_id": call_id, "channel": channel, "recipient": recipient, "body": body}
    db.execute(insert(outbox).values(**row, state="waiting", queued_at=datetime.now(UTC)))
    return message_id
