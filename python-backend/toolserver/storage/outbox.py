"""Messages that leave the house: rows of the transaction that promised them."""

from sqlalchemy import Connection, insert

from toolserver.storage.tables import outbox
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.ids import new_id


def queue_message(db: Connection, ctx: ToolContext, *, channel: str, recipient: str, body: str) -> str:
    """Queue one message of this call; answers its id, which is the receiver's idempotency key."""
    message_id = new_id("MSG")
    promised_by = {"owner": ctx.owner, "call_id": ctx.call_id, "scenario": ctx.scenario}
    row = {
        "id": message_id,
        **promised_by,
        "channel": channel,
        "recipient": recipient,
        "body": body,
    }
    db.execute(insert(outbox).values(**row, state="waiting", queued_at=ctx.clock()))
    return message_id
