"""What every test report says last, and the databases a test may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.databases import empty, own_postgresql, postgresql_answers
from toolserver.storage.database import Database
from toolserver.storage.schema import prepare

_HAS_POSTGRESQL = postgresql_answers()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A database that does not answer is reported, not silently left out."""
    reason = "tested" if _HAS_POSTGRESQL else "not run (none answers; set TEST_DATABASE_URL)"
    terminalreporter.write_line(f"PostgreSQL: {reason}")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """This run's own PostgreSQL database."""
    with own_postgresql() as url:
        yield url


SHARED: Final = ["postgresql"] if _HAS_POSTGRESQL else []  # kinds of database that replicas can share


@pytest.fixture(params=["sqlite", *SHARED])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'frontdesk.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    empty(url)
    return url


@pytest.fixture
def prepared(database_url: str) -> Iterator[Database]:
    """A database with the tables, and no demo data."""
    database = Database(database_url)
    prepare(database)
    yield database
    database.close()
