"""What the database needs of SQLite or of PostgreSQL: four ways to run a unit."""

from typing import Protocol, TypeVar

from sqlalchemy import Engine

from toolserver.toolkit.context import Unit

T = TypeVar("T")


class Backend(Protocol):
    """One kind of database. Its errors are SQLAlchemy's."""

    @property
    def engine(self) -> Engine: ...

    @property
    def waiting(self) -> int:
        """How many units nobody has begun to run."""

    async def look_up(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement that finds rows by their key."""

    async def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads."""

    async def write_one(self, unit: Unit[T]) -> T:
        """Run a unit of one prepared statement and commit it."""

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit and commit it; what it raises rolls it back and is raised here."""

    def close(self) -> None:
        """Finish what runs, then let go of the connections."""


class DatabaseKind(Backend, Protocol):
    """What SQLite and PostgreSQL differ in beside running units."""

    def hold_alone(self) -> None:
        """Become the only toolserver on this database, where only one may be. Raises DatabaseInUse."""

    def purge(self) -> bool:
        """Drop what was deleted from files that may still hold it; says whether that was possible just now."""
