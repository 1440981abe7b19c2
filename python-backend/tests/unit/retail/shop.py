"""The demo shop in memory, with a context whose units run at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, select, text
from sqlalchemy.pool import StaticPool

from tests.unit.retail.cases import NOW
from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.seed import seed_retail
from toolserver.storage.tables import metadata
from toolserver.toolkit.context import CallerSession, Message, SecondFact, Unit
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Result

T = TypeVar("T")


class Tries:
    """Counts tries and remembers whom the session was bound to."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        self.bound: list[str] = []

    def count_try(self, db: Connection, identity: str, second: SecondFact | None = None) -> None:
        """Remember the claimed identity."""
        self.counted.append(identity)

    def bind(self, db: Connection, customer_id: str) -> None:
        """Remember the customer."""
        self.bound.append(customer_id)


class Shop:
    """A ToolContext of one caller, on a database of its own."""

    def __init__(self, customer_id: str | None = None, *, judge: EligibilityJudge | None = None) -> None:
        self.engine = _demo_database()
        self.session: CallerSession | None = CallerSession("SES-1", "customerServiceRetail", customer_id)
        self.conversation: tuple[Message, ...] = ()
        self.verification = Tries()
        self.call_id, self.owner, self.idempotency_key = "call_1", "SES-1", "SES-1:call_1"
        self.now = NOW
        self._judge = judge or EligibilityJudge()

    def clock(self) -> datetime:
        """The moment of the test."""
        return self.now

    def require_session(self) -> CallerSession:
        """The session, or the refusal."""
        if self.session is None:
            raise ToolFailed("session_required", say="This needs a session.")
        return self.session

    def own(self, customer_id: str) -> str:
        """Only the session's own customer; a service's any."""
        if self.session is not None and self.session.customer_id != customer_id:
            raise ToolFailed("not_permitted", say="I can only look at your own account.")
        return customer_id

    def part(self, kind: type[T]) -> T:
        """The eligibility judge is the only part."""
        return cast(T, self._judge)

    async def read(self, unit: Unit[T]) -> T:
        """Run the unit now."""
        with self.engine.begin() as db:
            return unit(db)

    async def write(self, unit: Unit[T]) -> T:
        """Run the unit now; what it raises rolls it back."""
        return await self.read(unit)

    async def run(self, tool: Tool, arguments: Mapping[str, object]) -> Result:
        """Parse the arguments and run the tool, as the executor does."""
        return await tool.run(self, tool.arguments.model_validate(arguments))

    def rows(self, table: str, columns: str = "*") -> Sequence[tuple[object, ...]]:
        """What is stored."""
        with self.engine.begin() as db:
            return [tuple(row) for row in db.execute(select(text(columns)).select_from(text(table)))]


def _demo_database() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    with engine.begin() as db:
        seed_retail(db, NOW)
    return engine
