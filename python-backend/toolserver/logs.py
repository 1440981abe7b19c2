"""How the program logs: of a crash where it was and of what kind, never its text, which may hold what callers said."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from asgi_correlation_id import CorrelationIdFilter

_LINE = "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s"
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class CrashFormatter(logging.Formatter):
    """Formats exceptions as their places and types; whose library raised them, ours or not, makes no difference."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the crash in our words: another handler may have left its own in the record."""
        if record.exc_text is None:
            return super().format(record)
        return super().format(logging.makeLogRecord({**record.__dict__, "exc_text": None}))

    def formatException(self, ei: _Raised) -> str:
        """The exception, and before it what caused it."""
        error = ei[1]
        return "" if error is None else "".join(_told(error, set())).rstrip()


def configure_logging() -> None:
    """Everything that this process logs goes to standard error through one formatter."""
    handler = logging.StreamHandler()
    handler.setFormatter(CrashFormatter(_LINE))
    handler.addFilter(CorrelationIdFilter(default_value="-"))  # the request a line belongs to
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("asgi_correlation_id").setLevel(logging.ERROR)  # anybody could fill the log with odd ids
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # a line for each request to a remote tool, with its address
    logging.getLogger("mcp").setLevel(logging.ERROR)  # its warnings quote the messages that it could not read


def _told(error: BaseException, known: set[int]) -> Iterator[str]:
    known.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in known:
        yield from _told(cause, known)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        if id(part) not in known:
            yield "one of the group\n"
            yield from _told(part, known)
