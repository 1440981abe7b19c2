"""What the tools of these tests take and answer."""

from toolserver.toolkit.models import Arguments, Result


class Reason(Arguments):
    """As `Running.call` sends it."""

    reason: str


class Done(Result):
    """Nothing more to say."""
