"""How much one session may have stored: what it asks is in the journal, and often in a tool's own tables."""

from collections import OrderedDict
from typing import Final

from toolserver.calls.call import Settled
from toolserver.errors import SessionFull
from toolserver.execution.accepted import AcceptedCall

_SESSIONS: Final = 10_000  # remembered at once; the least recently seen is forgotten first
_ROW: Final = 300  # bytes of a call's row beside what was said


class StorageQuota:
    """Counts in this process, so that a call costs no statement more; services are not bounded."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._stored: OrderedDict[str, int] = OrderedDict()

    def check(self, accepted: AcceptedCall) -> None:
        """Raises SessionFull when the session has used up what it may store."""
        if not accepted.sender.is_service and self._stored.get(str(accepted.session_id), 0) >= self._most_bytes:
            raise SessionFull(f"this session has stored over {self._most_bytes} bytes; start a new one")

    def add(self, accepted: AcceptedCall, settled: Settled) -> None:
        """Count what was stored with this outcome."""
        if accepted.sender.is_service or settled.replayed:
            return
        session_id, call = str(accepted.session_id), accepted.call
        size = _ROW + len(call.call_id) + len(str(call.arguments)) + len(settled.answer)
        self._stored[session_id] = self._stored.get(session_id, 0) + size
        self._stored.move_to_end(session_id)
        if len(self._stored) > _SESSIONS:
            self._stored.popitem(last=False)
