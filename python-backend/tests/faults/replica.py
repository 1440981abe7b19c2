"""One toolserver process that can die at a planned moment: the production app, its database watched from outside."""

import logging
import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import uvicorn
from sqlalchemy import Connection

import toolserver.app
from tests.faults.deaths import FOLDER_VARIABLE, Moment, pass_by
from toolserver.config import read_settings
from toolserver.storage import journal
from toolserver.storage.database import Database
from toolserver.toolkit.context import Unit

T = TypeVar("T")
HURRY: Final = 5  # leases are over five times as soon; tools keep their real timeouts
_EPOCH: Final = datetime(2026, 11, 21, tzinfo=UTC)
_call_id: ContextVar[str | None] = ContextVar("call_id", default=None)


class WatchedDatabase(Database):
    """Passes the moments of a call's life: around its claim, and around the commit of its outcome."""

    async def write_one(self, unit: Unit[T]) -> T:
        """Run the statement and commit it, if the process lives that long."""
        given = unit.keywords if isinstance(unit, partial) else {}
        if "new" in given:
            return await self._claim(unit, given["new"].entry.call_id)
        if "accepted" in given:
            return await self._record(unit, given["accepted"].call.call_id)
        return await super().write_one(unit)

    async def write(self, unit: Unit[T]) -> T:
        """Run the unit and commit it, if the process lives that long."""
        if isinstance(unit, partial) and unit.func is journal.take_over:
            return await super().write(unit)
        call_id = _call_id.get()
        written = await super().write(partial(_watched, unit=unit, call_id=call_id))
        pass_by(Moment.AFTER_COMMIT, call_id)
        return written

    async def _claim(self, unit: Unit[T], call_id: str) -> T:
        _call_id.set(call_id)
        pass_by(Moment.BEFORE_CLAIM, call_id)
        held = await super().write_one(unit)
        pass_by(Moment.AFTER_CLAIM, call_id)
        return held

    async def _record(self, unit: Unit[T], call_id: str) -> T:
        """A read's one statement is its whole transaction."""
        pass_by(Moment.BEFORE_COMMIT, call_id)
        recorded = await super().write_one(unit)
        pass_by(Moment.AFTER_COMMIT, call_id)
        return recorded


def _watched(db: Connection, unit: Unit[T], call_id: str | None) -> T:
    written = unit(db)
    pass_by(Moment.BEFORE_COMMIT, call_id)
    return written


def hurried_clock() -> datetime:
    """The same for all replicas."""
    passed = datetime.now(UTC) - _EPOCH
    return _EPOCH + passed * HURRY


def serve(port: int, environment: Mapping[str, str]) -> None:
    """Run until killed. The app finds the watched database under the name it builds its own by."""
    os.environ.update(environment)
    logging.basicConfig(filename=Path(environment[FOLDER_VARIABLE]) / f"replica-{port}.log", level=logging.INFO)
    setattr(toolserver.app, Database.__name__, WatchedDatabase)
    app = toolserver.app.create_app(read_settings(), clock=hurried_clock)
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
