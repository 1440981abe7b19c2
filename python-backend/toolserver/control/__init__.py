"""Tools of every scenario: asking for a person, and ending the call."""

from toolserver.control.end_call import end_call
from toolserver.control.human import transfer_to_human
from toolserver.toolkit.declaration import Tool

__all__ = ["all_control_tools"]


def all_control_tools() -> tuple[Tool, ...]:
    """The two control tools that the toolserver runs."""
    return (transfer_to_human, end_call)
