"""How the engine logs: with time and level; of a crash its place and kind, never its text, which callers may have said.

The format is the toolserver's, so that the two can be read side by side; the programs share no code.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Final

from asgi_correlation_id import CorrelationIdFilter

LINE: Final = "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s"
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class CrashFormatter(logging.Formatter):
    """Formats exceptions as their places and types."""

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
    handler.setFormatter(CrashFormatter(LINE))
    handler.addFilter(CorrelationIdFilter(default_value="-"))  # the request a line belongs to
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in ("aioice", "aiortc", "asgi_correlation_id", "httpx", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


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
