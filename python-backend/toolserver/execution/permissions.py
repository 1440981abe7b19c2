"""Who may run which tool: refusals that depend only on credentials, grants and verification."""

from toolserver.calls.call import Caller, ToolCall
from toolserver.errors import NotPermitted, VerificationRequired
from toolserver.toolkit.declaration import Access, Tool


def permit(tool: Tool, caller: Caller, call: ToolCall) -> None:
    """A service may run everything; a session what its scenario's agents were granted. Raises refusals."""
    if caller.is_service:
        return
    if not any(name == tool.name for _, name in caller.grants):
        raise NotPermitted(f"{tool.name} is not granted to this session")
    if call.agent is not None and (call.agent, tool.name) not in caller.grants:
        raise NotPermitted(f"agent {call.agent!r} has no tool {tool.name}")
    if tool.access is Access.VERIFIED and (caller.session is None or caller.session.customer_id is None):
        raise VerificationRequired(f"{tool.name} needs a verified customer")
