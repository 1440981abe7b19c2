"""Who may run which tool: refusals that depend only on credentials, grants and verification."""

from toolserver.calls.call import Sender, ToolCall
from toolserver.errors import NotPermitted, VerificationRequired
from toolserver.toolkit.context import CallerSession
from toolserver.toolkit.declaration import Access, Tool


def permit(tool: Tool, sender: Sender, call: ToolCall) -> None:
    """A service may run everything; a session what its agents were granted. Raises refusals.

    What another tool calls needs no grant: that tool's declaration names it. Who is verified is a customer of one
    business, and nobody to the tools of another.
    """
    if sender.is_service:
        return
    if not call.parents:
        _require_grant(tool, sender, call)
    if tool.access is Access.VERIFIED and not _is_verified_for(tool, sender.session):
        raise VerificationRequired(f"{tool.name} needs a verified customer")


def _is_verified_for(tool: Tool, session: CallerSession | None) -> bool:
    if session is None or session.customer_id is None:
        return False
    return tool.scenario in (None, session.business)


def _require_grant(tool: Tool, sender: Sender, call: ToolCall) -> None:
    if not any(name == tool.name for _, name in sender.grants):
        raise NotPermitted(f"{tool.name} is not granted to this session")
    if call.agent is not None and (call.agent, tool.name) not in sender.grants:
        raise NotPermitted(f"agent {call.agent!r} has no tool {tool.name}")
