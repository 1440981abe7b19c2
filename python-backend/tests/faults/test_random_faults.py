"""Thousands of calls while callers give up and come back, replicas are killed, and the database goes away.

A restart of PostgreSQL is stood in for by a relay that ends all connections and refuses new ones for a second, while
the server ends theirs: to a client the two look alike, and the server these tests share stays up for others.
SQLite has no server that could restart; there another process holds the lock for longer than the toolserver waits.
"""

from pathlib import Path

from tests.databases import empty
from tests.faults.callers import Line
from tests.faults.crowd import Crowd
from tests.faults.fleet import running_fleet
from tests.faults.matrix import Matrix
from tests.faults.outages import reaching
from tests.faults.plan import CALLS, plan, seed_named, seeds
from tests.faults.verdict import check_all, until_settled
from toolserver.storage.database import Database


async def test_every_call_has_one_outcome_and_its_effect_once(
    database_url: str, tmp_path: Path, fault_matrix: Matrix
) -> None:
    for seed in seeds():
        with seed_named(seed):
            await run(seed, database_url, tmp_path, fault_matrix)


async def run(seed: int, database_url: str, tmp_path: Path, fault_matrix: Matrix) -> None:
    """One plan on an empty database."""
    planned = plan(seed, CALLS)
    calls = [each.call for each in planned]
    url, replicas, folder = fresh(database_url, tmp_path / str(seed))
    database = Database(url)
    async with reaching(url) as reach, running_fleet(reach.url, folder, replicas) as fleet:
        crowd = Crowd(Line(fleet.port), reach, fleet)
        await crowd.work_through(planned)
        await until_settled(database)
        await crowd.ask_all(calls)

    compared = await check_all(database, crowd.line.witness, calls, folder)
    database.close()
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    fault_matrix.add(f"{kind}, processes: {replicas}", crowd.line.witness.happened, compared)


def fresh(database_url: str, folder: Path) -> tuple[str, int, Path]:
    """An empty database of that kind, how many processes may share it, and the folder, made for them."""
    folder.mkdir()
    if database_url.startswith("sqlite"):
        return f"sqlite:///{folder / 'frontdesk.db'}", 1, folder
    empty(database_url)
    return database_url, 3, folder
