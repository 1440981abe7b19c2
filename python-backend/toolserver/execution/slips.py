"""Models call a tool again though it has done what they asked: the second call is answered from the first.

Not where the same again is meant: tools say so (`repeatable`), and a caller who was asked again and said yes again.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from toolserver.calls.call import Settled
from toolserver.execution.accepted import AcceptedCall
from toolserver.storage import confirmations, twins
from toolserver.storage.journal import Claim


def may_be_a_slip(accepted: AcceptedCall) -> bool:
    """Within sessions only, because a service alone says with each call_id what it means; a question does nothing."""
    tool = accepted.tool
    only_asks = tool.confirm is not None and accepted.confirmation_token is None
    return accepted.session_id is not None and not tool.repeatable and not only_asks


def claim_once(db: Connection, accepted: AcceptedCall, writes: Collection[str], now: datetime) -> Claim | Settled:
    """Claim the call, or answer what its twin of a moment ago was answered. Raises CallInProgress."""
    watch = twins.Watch(writes, _since(db, accepted, now))
    return twins.claim_unrepeated(db, accepted.new, now, accepted.timeout_s, watch)


def _since(db: Connection, accepted: AcceptedCall, now: datetime) -> datetime:
    """A yes to a question that was put after the first call had succeeded is a yes to doing it again."""
    moments_ago, token = now - twins.MOMENTS, accepted.confirmation_token
    asked_at = None if token is None else confirmations.issued_at(db, token, str(accepted.session_id))
    return moments_ago if asked_at is None else max(asked_at, moments_ago)
