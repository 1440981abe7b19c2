"""The same write again in one session, under another call_id: it must not happen twice when a model repeats itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, or_, select, update

from toolserver.calls.call import Outcome, Settled
from toolserver.errors import CallInProgress
from toolserver.storage import journal
from toolserver.storage.journal import Claim, Entry, NewCall
from toolserver.storage.prepared import Prepared
from toolserver.storage.tables import sessions, tool_calls

MOMENTS: Final = timedelta(seconds=60)  # the limits' own minute: longer, and a caller may well mean it again
_ANSWERED_BY_ANOTHER: Final = 0  # the attempt of a call that never ran
_UNKNOWN: Final = "outcome_unknown"


@dataclass(frozen=True)
class Watch:
    """Among which calls of the session a twin is looked for."""

    writes: Collection[str]  # the tools that change something
    since: datetime  # what was settled before is no twin


def claim_unrepeated(db: Connection, new: NewCall, now: datetime, timeout_s: float, watch: Watch) -> Claim | Settled:
    """Claim the call; when the session has just made it under another id, record and answer what that one answered.

    Raises CallInProgress while that one runs. The session's row is locked first, so that of two parallel twins the
    second sees the first one's claim.
    """
    db.execute(select(sessions.c.id).where(sessions.c.id == new.entry.session_id).with_for_update())
    held = journal.claim(db, new, timeout_s) or journal.take_over(db, new.entry, now, timeout_s)
    if isinstance(held, Settled):
        return held
    key = {"session_id": new.entry.session_id, "owner": new.entry.owner, "call_id": new.entry.call_id}
    others = _OTHERS.rows(db, {**key, "now": now, "since": watch.since})
    answer = _answer_of_twin(others, new.entry, watch.writes)
    if answer is None:
        return held
    journal.settle(db, held, Settled(Outcome.SUCCEEDED, answer), now)
    mine = (tool_calls.c.owner == new.entry.owner, tool_calls.c.call_id == new.entry.call_id)
    db.execute(update(tool_calls).where(*mine).values(attempt=_ANSWERED_BY_ANOTHER))
    return Settled(Outcome.SUCCEEDED, answer, replayed=True)


def _others(_dialect: str) -> Select[Any]:
    """The session's other calls that run, or that ended a moment ago."""
    calls = tool_calls.c
    is_itself = and_(calls.owner == bindparam("owner"), calls.call_id == bindparam("call_id"))
    runs = and_(calls.settled_at.is_(None), calls.lease_until > bindparam("now"))
    columns = (calls.owner, calls.tool, calls.fingerprint, calls.attempt, calls.outcome, calls.error_code, calls.answer)
    of_session = select(*columns, calls.settled_at).where(calls.session_id == bindparam("session_id"), ~is_itself)
    return of_session.where(or_(runs, calls.settled_at > bindparam("since")))


_OTHERS: Final = Prepared(_others)


def _answer_of_twin(others: Sequence[Mapping[str, Any]], entry: Entry, writes: Collection[str]) -> str | None:
    """What the latest change in the session answered, if that was this very call. Raises CallInProgress."""
    if any(each["outcome"] is None and _is_equal(each, entry) for each in others):
        raise CallInProgress(f"the same call of {entry.tool} is running under another call_id", retry_after_s=1)
    changes = [each for each in others if each["tool"] in writes and _may_have_changed(each)]
    last = max((each["settled_at"] for each in changes), default=None)
    latest = [each for each in changes if each["settled_at"] == last]
    is_twin = all(_is_equal(each, entry) for each in latest)
    succeeded = [each["answer"] for each in latest if each["outcome"] == Outcome.SUCCEEDED and each["answer"]]
    return succeeded[0] if is_twin and succeeded else None


def _is_equal(call: Mapping[str, Any], entry: Entry) -> bool:
    """By the same caller: a service and a session do not repeat each other."""
    same: bool = (call["owner"], call["fingerprint"]) == (entry.owner, entry.fingerprint)
    return same


def _may_have_changed(call: Mapping[str, Any]) -> bool:
    """Whether it ran, and did not fail in a way that leaves all as it was."""
    if call["attempt"] == _ANSWERED_BY_ANOTHER or call["outcome"] is None:
        return False
    is_unknown: bool = call["error_code"] == _UNKNOWN
    return is_unknown or call["outcome"] != Outcome.FAILED
