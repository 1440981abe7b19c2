"""One toolserver a file: a second one on the same SQLite database would run again what the first is running."""

from pathlib import Path
from urllib.parse import unquote

from filelock import FileLock, Timeout
from sqlalchemy import URL

from toolserver.errors import FrontdeskError


class DatabaseInUse(FrontdeskError):
    """Another toolserver works on this SQLite file; the message names it."""


class DatabaseGone(FrontdeskError):
    """The file that was opened is not there any more: what is written now, nobody will ever read."""


class DatabaseFile:
    """The file of a database, as it was when it was first used, by whichever name."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._lock = FileLock(self._path.with_name(f"{self._path.name}.lock"), thread_local=False)
        self._opened: tuple[int, int] | None = None

    def hold(self) -> None:
        """Keep other toolservers away until `release`, or until this process ends. Raises DatabaseInUse."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            reason = f"DATABASE_URL: another toolserver is using {self._path}: stop it, or name another file"
            raise DatabaseInUse(reason) from error

    def look(self) -> None:
        """Raises DatabaseGone when the file was deleted, or replaced by another one."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise DatabaseGone(f"{self._path}: {error.strerror}") from error
        now = (found.st_dev, found.st_ino)
        self._opened = self._opened or now
        if now != self._opened:
            raise DatabaseGone(f"{self._path} is not the file that was opened")

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()


def path_of(address: URL) -> Path | None:
    """The file behind the address, also one that is written as SQLite's URI; None for a database in memory."""
    name = address.database or ""
    if "uri" in address.query:
        name = unquote(name.removeprefix("file:"))
    if name in ("", ":memory:") or address.query.get("mode") == "memory":
        return None
    return Path(name)
