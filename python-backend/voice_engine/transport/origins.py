"""Which web pages may come: our own, and those of this machine."""

import logging
import re
from typing import Final

from starlette.requests import HTTPConnection

LOOPBACK_ORIGIN: Final = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
_MOST_NAMED: Final = 100  # strangers can send whatever origin they like
_MOST_CHARACTERS: Final = 200
_log = logging.getLogger(__name__)


class Origins:
    """Says whether a page may come; one that may not is named in the log, once, with the setting that would let it."""

    def __init__(self, public: str | None) -> None:
        self.public = public
        self._named: set[str] = set()

    def admit(self, connection: HTTPConnection) -> bool:
        """Whether it comes from no page, or from one of ours."""
        origin = connection.headers.get("origin")
        if origin in (None, self.public) or re.fullmatch(LOOPBACK_ORIGIN, str(origin)):
            return True
        self._name(str(origin)[:_MOST_CHARACTERS], connection.headers.get("host", "")[:_MOST_CHARACTERS])
        return False

    def _name(self, origin: str, host: str) -> None:
        if origin in self._named or len(self._named) >= _MOST_NAMED:
            return
        self._named.add(origin)
        told = f"PUBLIC_ORIGIN is {self.public}" if self.public else "PUBLIC_ORIGIN is not set"
        _log.warning(
            "403: the page of %r, which asked host %r, is not let in: %s. If people open the page there, set it so.",
            origin,
            host,
            told,
        )
