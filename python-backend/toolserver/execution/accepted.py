"""A call that passed every refusal: what is run, for whom, and under which journal entry."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from toolserver.calls.call import Sender, ToolCall
from toolserver.execution.arguments import digest
from toolserver.execution.recorded import all_masked, recorded
from toolserver.storage.journal import Entry, NewCall
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Arguments
from toolserver.toolkit.sensitive import masked


@dataclass(frozen=True)
class AcceptedCall:
    """The parsed call."""

    tool: Tool
    arguments: Arguments
    call: ToolCall
    sender: Sender
    timeout_s: float
    called_at: datetime
    confirmation_token: str | None = None
    ran: bool = True  # False: the tool was not even begun

    @property
    def session_id(self) -> str | None:
        """The session it belongs to, if any."""
        return self.sender.session.id if self.sender.session else None

    @property
    def scenario(self) -> str | None:
        """The business it is about: the tool's, else that of the session."""
        session = self.sender.session
        return self.tool.scenario or (session.business if session else None)

    @property
    def is_nested(self) -> bool:
        """Whether another tool made it."""
        return bool(self.call.parents)

    @cached_property
    def entry(self) -> Entry:
        """Its row in the journal."""
        owner, call_id, keys = self.sender.owner, self.call.call_id, self.sender.keys
        return Entry(
            owner=owner,
            call_id=call_id,
            tool=self.tool.name,
            fingerprint=keys.fingerprint(digest(self.tool, self.arguments)),
            session_id=self.session_id,
            agent=self.call.agent,
            scenario=self.scenario,
            parent_call_id=self.call.parents[-1] if self.call.parents else None,
            digest=keys.digest_of(owner, call_id),
        )

    @cached_property
    def new(self) -> NewCall:
        """How it comes into the journal: the audit may show its masked arguments.

        Somebody else's tool may have marked nothing; if it was not begun, nobody needs to know what it was asked.
        """
        shown, hides_all = masked(self.arguments), self.tool.is_foreign and not self.ran
        return NewCall(self.entry, all_masked(shown) if hides_all else recorded(shown), self.called_at)
