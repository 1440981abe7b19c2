"""The life of one tool call: find, permit, parse, limit, claim, run, settle."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection

from toolserver.calls.call import Outcome, Sender, Settled, ToolCall
from toolserver.errors import ToolFailed, Unavailable
from toolserver.execution import answers
from toolserver.execution.accepted import AcceptedCall
from toolserver.execution.arguments import parse_arguments
from toolserver.execution.boundary import run_reading_tool, run_tool
from toolserver.execution.confirmation import ask_again, ask_first, token_of
from toolserver.execution.context import Parts, RunningContext, SettlingWrite, own
from toolserver.execution.limits import CallLimiter
from toolserver.execution.nesting import answer_of, nested_call
from toolserver.execution.permissions import permit
from toolserver.execution.registry import Registry
from toolserver.execution.slips import claim_once, may_be_a_slip
from toolserver.storage import journal
from toolserver.storage.journal import Claim, ClaimLost, Entry
from toolserver.toolkit.context import Unit
from toolserver.toolkit.declaration import Effect
from toolserver.toolkit.models import Result


class CallExecutor(Protocol):
    """What executes calls: the executor itself, and whoever stands around it."""

    async def execute(self, call: ToolCall, sender: Sender) -> Settled:
        """Run the call once, or answer what its first run recorded. Raises ToolCallRefused."""


class Executor:
    """Before the claim a bad call raises; after it every outcome is a recorded one."""

    def __init__(self, registry: Registry, parts: Parts, limiter: CallLimiter, read_attempts: int) -> None:
        self._registry, self._parts, self._limiter = registry, parts, limiter
        self._database, self._read_attempts = parts.database, read_attempts
        self.outer: CallExecutor = self  # whoever stands around it sees the calls that tools make, too

    async def execute(self, call: ToolCall, sender: Sender) -> Settled:
        """Run the call once, or answer what its first run recorded. Raises ToolCallRefused."""
        tool = self._registry.get(call.tool_name)
        permit(tool, sender, call)
        arguments, timeout_s = parse_arguments(tool, call.arguments), self._registry.timeout_s(tool)
        token = token_of(tool, call)
        accepted = AcceptedCall(tool, arguments, call, sender, timeout_s, self._parts.clock(), token)
        if not accepted.is_nested:  # its parent was counted
            self._limiter.count(accepted)
        settled = await (self._look_up(accepted) if tool.effect is Effect.READ else self._carry_out(accepted))
        self._limiter.count_stored(accepted, settled)
        return settled

    def _context(self, accepted: AcceptedCall) -> RunningContext:
        calling = partial(self._call_nested, accepted)
        return RunningContext(self._parts, accepted.call, accepted.sender, accepted.scenario, calling)

    async def _call_nested(
        self, parent: AcceptedCall, tool_name: str, arguments: Mapping[str, object]
    ) -> dict[str, Any]:
        call = nested_call(parent, self._registry.get(tool_name), arguments)
        return answer_of(await self.outer.execute(call, parent.sender))

    async def _look_up(self, accepted: AcceptedCall) -> Settled:
        """A read needs no claim: parallel duplicates may both run, and both get the answer stored first."""
        earlier = await self._database.look_up(partial(journal.replay, entry=accepted.entry))
        if earlier is not None:
            return earlier
        settled = await self._unmet(accepted)
        if settled is not None:
            accepted = replace(accepted, ran=False)
        else:
            context = self._context(accepted)
            settled = await run_reading_tool(accepted, context, self._read_attempts)
        write = self._database.write if _facts(accepted, settled) else self._database.write_one
        recorded = await write(partial(self._record, accepted=accepted, settled=settled))
        return recorded or await self._winner(accepted.entry)

    async def _carry_out(self, accepted: AcceptedCall) -> Settled:
        """A write is claimed first, and settled in the transaction of its effects."""
        held = await self._claimed(accepted)
        if isinstance(held, Settled):
            return held
        context = self._context(accepted)
        context.settling_write = self._settling_write(accepted, held, context)
        doubt = _in_doubt(accepted, held)
        early = doubt or await self._unmet(accepted) or await ask_first(accepted, context)
        if early is not None:
            return await self._settled(replace(accepted, ran=doubt is not None), held, early)
        try:
            return await self._run_claimed(accepted, held, context)
        except Unavailable:
            if accepted.tool.acts_elsewhere:  # that is done, and only the record of it is missing
                return answers.unrecorded()
            raise

    async def _claimed(self, accepted: AcceptedCall) -> Claim | Settled:
        if may_be_a_slip(accepted):
            writes = frozenset(tool.name for tool in self._registry if tool.effect is Effect.WRITE)
            once = partial(claim_once, accepted=accepted, writes=writes, now=self._parts.clock())
            return await self._database.write(once)
        claim = partial(journal.claim, new=accepted.new, timeout_s=accepted.timeout_s)
        held = await self._database.write_one(claim)
        if held is not None:
            return held
        taking = partial(journal.take_over, entry=accepted.entry, now=self._parts.clock(), timeout_s=accepted.timeout_s)
        return await self._database.write(taking)

    async def _run_claimed(self, accepted: AcceptedCall, held: Claim, context: RunningContext) -> Settled:
        try:
            settled = await run_tool(accepted, context)
        except ClaimLost:
            return await self._winner(accepted.entry)
        return context.settled or await self._settled(accepted, held, settled)

    async def _settled(self, accepted: AcceptedCall, held: Claim, settled: Settled) -> Settled:
        """What is recorded in the end: this, or what somebody else was quicker with."""
        try:
            return await self._database.write(partial(self._settle, accepted=accepted, held=held, settled=settled))
        except ClaimLost:
            return await self._winner(accepted.entry)

    def _settling_write(self, accepted: AcceptedCall, held: Claim, context: RunningContext) -> SettlingWrite:
        def settling(db: Connection, unit: Unit[Result]) -> tuple[Settled, Result | ToolFailed]:
            asked = ask_again(db, accepted, context)
            if asked is not None:
                return self._settle(db, accepted, held, asked), answers.not_agreed()
            ended = _kept(db, unit)
            settled = (
                answers.failed(ended) if isinstance(ended, ToolFailed) else answers.succeeded(accepted.tool, ended)
            )
            return self._settle(db, accepted, held, settled), ended

        async def write(unit: Unit[Result]) -> tuple[Settled, Result | ToolFailed]:
            return await self._database.write(partial(settling, unit=unit))

        return write

    async def _unmet(self, accepted: AcceptedCall) -> Settled | None:
        """A session must have got what the tool builds on from the tools that provide it."""
        session_id, needed = accepted.session_id, accepted.tool.requires
        if accepted.sender.is_service or session_id is None or not needed:
            return None
        known = await self._database.read(partial(journal.facts_of, session_id=session_id))
        missing = next((fact for fact in needed if fact not in known), None)
        if missing is None:
            return None
        providers = " or ".join(self._registry.providers(missing))
        message = f"{accepted.tool.name} needs {missing!r} first: call {providers}"
        return answers.failed(
            ToolFailed("required_first", say="There is one thing I need to do first.", message=message)
        )

    def _record(self, db: Connection, accepted: AcceptedCall, settled: Settled) -> Settled | None:
        recorded = journal.record(db, accepted.new, settled, self._parts.clock())
        _remember(db, accepted, settled)
        return recorded

    def _settle(self, db: Connection, accepted: AcceptedCall, held: Claim, settled: Settled) -> Settled:
        _remember(db, accepted, settled)
        if not accepted.ran:
            journal.hide_arguments(db, held.entry, accepted.new.arguments)
        return journal.settle(db, held, settled, self._parts.clock())

    async def _winner(self, entry: Entry) -> Settled:
        """Somebody else settled the call, or is still at it."""
        settled = await self._database.read(partial(journal.winner, entry=entry))
        if settled is None:
            raise Unavailable("another attempt has taken this call over; ask again", retry_after_s=1)
        return settled


def _in_doubt(accepted: AcceptedCall, held: Claim) -> Settled | None:
    """Another system may have done what an earlier attempt asked of it: it is not asked again."""
    return answers.unrecorded() if accepted.tool.acts_elsewhere and held.attempt > 1 else None


def _kept(db: Connection, unit: Unit[Result]) -> Result | ToolFailed:
    """What the unit returned, or the failure that keeps its writes; any other failure rolls all back."""
    try:
        return own(unit)(db)
    except ToolFailed as failure:
        if failure.keep_writes:
            return failure
        raise


def _facts(accepted: AcceptedCall, settled: Settled) -> tuple[str, ...]:
    """What the session has got by this outcome."""
    is_got = settled.outcome is Outcome.SUCCEEDED and accepted.session_id is not None
    return accepted.tool.provides if is_got else ()


def _remember(db: Connection, accepted: AcceptedCall, settled: Settled) -> None:
    if facts := _facts(accepted, settled):
        journal.add_facts(db, str(accepted.session_id), facts)
