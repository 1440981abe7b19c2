"""For tests of tools, ours and yours: a context in memory, a clock that stands still, a database with the demo data.

    desk = Desk(library)                                 # a caller nobody has verified
    desk = Desk(library, customer_id="CUS-0001")         # a verified one
    result = await desk.run(find_loans, {"card_number": "1234567890"})

`run` runs the tool as the toolserver does once a call is permitted: arguments are parsed, what the tool asks first is
taken as answered with yes, writes are one transaction. What stands around it (exactly once, limits, the journal) is
tried over HTTP, with `create_app`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, select, text
from sqlalchemy.pool import StaticPool

from toolserver.errors import FrontdeskError, ToolFailed
from toolserver.storage.tables import metadata
from toolserver.toolkit.context import CallerSession, Message, SecondFact, Unit
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Result
from toolserver.toolkit.questions import Question
from toolserver.toolkit.scenario import Scenario, Wiring

T = TypeVar("T")
NOW: Final = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""A Monday morning in Seattle."""


class NotDeclared(FrontdeskError):
    """What was asked of a tool is not in its declaration, or in its scenario."""


class FrozenClock:
    """A clock that stands still until somebody turns it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


class Tries:
    """Counts identity checks, refuses none, and remembers whom the session was bound to."""

    def __init__(self, desk: "Desk") -> None:
        self.counted: list[str] = []
        self.bound: list[str] = []
        self._desk = desk

    def count_try(self, db: Connection, identity: str, second: SecondFact | None = None) -> None:
        """Remember the claimed identity."""
        self.counted.append(identity)

    def bind(self, db: Connection, customer_id: str) -> None:
        """Remember the customer, who is verified from now on."""
        self.bound.append(customer_id)
        self._desk.session = replace(self._desk.require_session(), customer_id=customer_id)


class Desk:
    """A ToolContext of one session of one scenario, on a database of its own in memory."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        customer_id: str | None = None,
        clock: FrozenClock | None = None,
        parts: Mapping[type, object] | None = None,
    ) -> None:
        self.clock = clock or FrozenClock()
        self.conversation: tuple[Message, ...] = ()
        self.verification = Tries(self)
        self.call_id, self.owner, self.idempotency_key = "call_1", "TS-1", "TS-1:call_1"
        self.session: CallerSession | None = CallerSession("TS-1", scenario.key, customer_id, scenario.key)
        self.engine = _database(scenario, self.clock())
        self.scenario: str | None = scenario.key
        self._tools = {tool.name: tool for tool in scenario.tools}
        self._parts = {**scenario.parts(Wiring()), **(parts or {})}

    def require_session(self) -> CallerSession:
        """The session, or ToolFailed('session_required')."""
        if self.session is None:
            raise ToolFailed("session_required", say="This needs a session.")
        return self.session

    def own(self, customer_id: str) -> str:
        """The id if it is the session's own customer; without a session, as for a service, any."""
        if self.session is not None and self.session.customer_id != customer_id:
            raise ToolFailed("not_permitted", say="I can only look at your own account.")
        return customer_id

    def part(self, kind: type[T]) -> T:
        """What the scenario wires, or what the desk was given."""
        return cast(T, self._parts[kind])

    async def call(self, tool_name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """Run another tool of the scenario here."""
        if tool_name not in self._tools:
            raise NotDeclared(f"{self.scenario} has no tool {tool_name}")
        return (await self.run(self._tools[tool_name], arguments)).model_dump(mode="json", by_alias=True)

    async def read(self, unit: Unit[T]) -> T:
        """Run the unit now."""
        with self.engine.begin() as db:
            return unit(db)

    async def write(self, unit: Unit[T]) -> T:
        """Run the unit now; what it raises rolls it back, unless it is a failure that keeps its writes."""
        with self.engine.connect() as db:
            try:
                result = unit(db)
            except ToolFailed as failure:
                if failure.keep_writes:
                    db.commit()
                raise
            db.commit()
            return result

    async def run(self, tool: Tool, arguments: Mapping[str, object]) -> Result:
        """Parse the arguments and run the tool. Raises ToolFailed, and pydantic's ValidationError for wrong ones."""
        if tool.confirm is not None:
            await self.asked(tool, arguments)
        return await tool.run(self, tool.arguments.model_validate(arguments))

    async def asked(self, tool: Tool, arguments: Mapping[str, object]) -> Question:
        """What the caller is asked before the tool runs. Raises ToolFailed when it would not run at all."""
        confirm, parsed = tool.confirm, tool.arguments.model_validate(arguments)
        if confirm is None:
            raise NotDeclared(f"{tool.name} asks nothing")
        return await self.read(lambda db: confirm(db, self, parsed))

    def rows(self, table: str, columns: str = "*") -> Sequence[tuple[object, ...]]:
        """What is stored."""
        with self.engine.begin() as db:
            return [tuple(row) for row in db.execute(select(text(columns)).select_from(text(table)))]


def _database(scenario: Scenario, now: datetime) -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    if scenario.demo is not None:
        with engine.begin() as db:
            scenario.demo.seed(db, now)
    return engine
