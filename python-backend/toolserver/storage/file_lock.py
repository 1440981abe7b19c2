"""One toolserver a file: a second one on the same SQLite database would run again what the first is running."""

from pathlib import Path

from filelock import FileLock, Timeout

from toolserver.errors import FrontdeskError


class DatabaseInUse(FrontdeskError):
    """Another toolserver works on this SQLite file; the message names it."""


class DatabaseFile:
    """The file of a database, as it was when it was first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)
        self._opened: tuple[int, int] | None = None

    def hold(self) -> None:
        """Keep other toolservers away until `release`, or until this process ends. Raises DatabaseInUse."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            reason = f"DATABASE_URL: another toolserver is using {self._path}: stop it, or name another file"
            raise DatabaseInUse(reason) from error

    def look(self) -> None:
        """Raises FileNotFoundError when the file that was opened is not there any more."""
        found = self._path.stat()
        now = (found.st_dev, found.st_ino)
        self._opened = self._opened or now
        if now != self._opened:
            raise FileNotFoundError(f"{self._path} is not the file that was opened")

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()
