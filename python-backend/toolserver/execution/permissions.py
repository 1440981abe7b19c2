"""Who may run which tool: refusals that depend only on credentials, grants and verification."""

from toolserver.calls.call import Caller, ToolCall
from toolserver.errors import NotPermitted, VerificationRequired
from toolserver.toolkit.declaration import Access, Tool


def permit(tool: Tool, caller: Caller, call: ToolCall) -> None:
    """A service may run everything; a session what its scenario's agents were granted. Raises refusals.

    What another tool calls needs no grant: that tool's declaration names it. A session is about one business, whoever
    calls: its customer is that business's.
    """
    session = caller.session
    if session is not None and tool.scenario not in (None, session.scenario):
        raise NotPermitted(f"{tool.name} is of {tool.scenario}, and the session of {session.scenario}")
    if caller.is_service:
        return
    if not call.parents:
        _require_grant(tool, caller, call)
    if tool.access is Access.VERIFIED and (session is None or session.customer_id is None):
        raise VerificationRequired(f"{tool.name} needs a verified customer")


def _require_grant(tool: Tool, caller: Caller, call: ToolCall) -> None:
    if not any(name == tool.name for _, name in caller.grants):
        raise NotPermitted(f"{tool.name} is not granted to this session")
    if call.agent is not None and (call.agent, tool.name) not in caller.grants:
        raise NotPermitted(f"agent {call.agent!r} has no tool {tool.name}")
