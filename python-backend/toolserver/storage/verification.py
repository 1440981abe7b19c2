"""Counting failed identity checks: few a session and a client, and after some an identity needs more proof.

An identity is never simply locked: whoever wants to annoy a customer could do that with a handful of wrong guesses.
What guessing costs and gets is told in docs/threat-model.md.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from toolserver.errors import ToolFailed
from toolserver.storage.inserts import insert_into
from toolserver.storage.tables import sessions, verification_locks, verification_tries
from toolserver.toolkit.context import Clock, SecondFact
from toolserver.toolkit.ids import new_id

TRIES_A_SESSION: Final = 5
TRIES_A_CLIENT: Final = 20
CLIENT_WINDOW: Final = timedelta(hours=1)
TRIES_BEFORE_A_SECOND_FACT: Final = 10  # by anyone, at one identity
TRIES_AN_IDENTITY: Final = 1000  # with the second fact: more than one client has in a day
IDENTITY_WINDOW: Final = timedelta(hours=24)


@dataclass
class SessionVerification:
    """Counts the failed identity checks of one call and binds its session."""

    session_id: str | None
    clock: Clock
    scenario: str | None = None
    _counted: list[str] = field(default_factory=list)

    def count_try(self, db: Connection, identity: str, second: SecondFact | None = None) -> None:
        """Count one try, unless there were too many already, or more has to be known by now."""
        client = self._lock(db, identity)
        self._refuse_too_many(db, identity, client)
        if self._tries_at(db, identity) >= TRIES_BEFORE_A_SECOND_FACT and not (second and second.is_given):
            raise _too_many() if second is None else _needs(second)
        try_id = new_id("TRY")
        row = {"id": try_id, "session_id": self.session_id, "identity": identity, "client": client}
        row["scenario"] = self.scenario
        db.execute(insert(verification_tries).values(**row, tried_at=self.clock()))
        self._counted.append(try_id)

    def bind(self, db: Connection, customer_id: str) -> None:
        """Bind the session to this customer for good. Raises ToolFailed('not_permitted') for a second identity."""
        if self.session_id is not None:
            customer = {"customer_id": customer_id, "customer_scenario": self.scenario}
            is_same = and_(*(sessions.c[name].is_not_distinct_from(value) for name, value in customer.items()))
            mine = update(sessions).where(sessions.c.id == self.session_id, sessions.c.customer_id.is_(None) | is_same)
            if db.execute(mine.values(customer)).rowcount != 1:
                say = "This call already belongs to another customer."
                raise ToolFailed("not_permitted", say=say, keep_writes=True)
        db.execute(delete(verification_tries).where(verification_tries.c.id.in_(self._counted)))  # not a failed try

    def _lock(self, db: Connection, identity: str) -> str | None:
        """Parallel tries of one identity, client or session wait for each other, always in this order."""
        client = self._client(db)
        for key in (lock_key(self.scenario, identity), client and f"client {client}"):
            if key is not None:
                self._lock_row(db, key)
        if self.session_id is not None:
            db.execute(select(sessions.c.id).where(sessions.c.id == self.session_id).with_for_update())
        return client

    def _lock_row(self, db: Connection, key: str) -> None:
        """Until the end of the transaction; retention removes it a day after its last use."""
        locking = insert_into(db.dialect.name, verification_locks).values(identity=key, locked_at=self.clock())
        used = {"locked_at": locking.excluded.locked_at}
        db.execute(locking.on_conflict_do_update(index_elements=verification_locks.primary_key, set_=used))

    def _client(self, db: Connection) -> str | None:
        mine = select(sessions.c.client).where(sessions.c.id == self.session_id)
        return db.execute(mine).scalar_one_or_none()

    def _refuse_too_many(self, db: Connection, identity: str, client: str | None) -> None:
        tries = verification_tries.c
        by_client = (tries.client == client, tries.tried_at > self.clock() - CLIENT_WINDOW)
        if (
            (self.session_id is not None and _count(db, tries.session_id == self.session_id) >= TRIES_A_SESSION)
            or (client is not None and _count(db, *by_client) >= TRIES_A_CLIENT)
            or self._tries_at(db, identity) >= TRIES_AN_IDENTITY
        ):
            raise _too_many()

    def _tries_at(self, db: Connection, identity: str) -> int:
        tries = verification_tries.c
        mine = (tries.identity == identity, tries.scenario.is_not_distinct_from(self.scenario))
        return _count(db, *mine, tries.tried_at > self.clock() - IDENTITY_WINDOW)


def lock_key(scenario: str | None, identity: str) -> str:
    """The row that is locked while tries at this identity are counted."""
    return f"{scenario or ''}/{identity}"


def _count(db: Connection, *which: ColumnElement[bool]) -> int:
    return db.execute(select(func.count()).select_from(verification_tries).where(*which)).scalar_one()


def _too_many() -> ToolFailed:
    say = "I can't try that again right now. Please call back later, or I can get a person for you."
    return ToolFailed("too_many_attempts", say=say)


def _needs(second: SecondFact) -> ToolFailed:
    """Whether the other details were right is not told: they were not looked at."""
    say = f"To be sure that it's you, please also tell me {second.name}. Or I can get a person for you."
    return ToolFailed("second_fact_needed", say=say, message=f"ask, then call again with {second.argument} as well")
