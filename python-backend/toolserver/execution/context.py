"""What a running tool is handed: the database by units, and its one settling write."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection

from toolserver.calls.call import Sender, Settled, ToolCall
from toolserver.errors import FrontdeskError, ToolFailed
from toolserver.storage.database import Database
from toolserver.storage.faults import UnitMistaken, mistakes_of_units
from toolserver.storage.verification import SessionVerification
from toolserver.toolkit.context import CallerSession, Clock, Message, Unit, Verification
from toolserver.toolkit.models import Result
from toolserver.toolkit.questions import Question

T = TypeVar("T")
_LONGEST_KEY: Final = 200
NestedCalls = Callable[[str, Mapping[str, object]], Awaitable[dict[str, Any]]]
SettlingWrite = Callable[[Unit[Result]], Awaitable[tuple[Settled, Result | ToolFailed]]]


class WriteForbidden(FrontdeskError):
    """A tool wrote twice, or one that is declared to read wrote at all."""


def own(unit: Unit[T]) -> Unit[T]:
    """A tool's own unit: what it does wrong is its crash, and no failure of the database."""

    @wraps(unit)
    def run(db: Connection) -> T:
        with mistakes_of_units():
            return unit(db)

    return run


@contextmanager
def raised_as_it_was() -> Iterator[None]:
    """A tool that knows what to do about its unit's mistake catches the error of SQLAlchemy or of the driver."""
    try:
        yield
    except UnitMistaken as mistake:
        raise mistake.error from None


@dataclass(frozen=True)
class Parts:
    """What every run is given by the composition root."""

    database: Database
    clock: Clock
    wired: Mapping[type, object]


@dataclass
class RunningContext:
    """One running call; `agreed` is what the caller said yes to, `settled` is set once its write has committed."""

    parts: Parts
    made: ToolCall
    sender: Sender
    scenario: str | None = None
    calling: NestedCalls | None = None
    settling_write: SettlingWrite | None = None
    settled: Settled | None = None
    agreed: Question | None = None
    verification: Verification = field(init=False)

    def __post_init__(self) -> None:
        session = self.sender.session
        self.verification = SessionVerification(session.id if session else None, self.parts.clock, self.scenario)

    @property
    def call_id(self) -> str:
        """The caller's id of this call."""
        return self.made.call_id

    @property
    def owner(self) -> str:
        """Whose call it is."""
        return self.sender.owner

    @property
    def idempotency_key(self) -> str:
        """The id of this call among all callers'; a long one is shortened."""
        key = f"{self.owner}:{self.call_id}"
        return key if len(key) <= _LONGEST_KEY else sha256(key.encode()).hexdigest()

    @property
    def clock(self) -> Clock:
        """Now, as an aware UTC datetime."""
        return self.parts.clock

    @property
    def conversation(self) -> tuple[Message, ...]:
        """The recent conversation that travelled with the call."""
        return self.made.conversation

    @property
    def session(self) -> CallerSession | None:
        """The session of the call, if it has one."""
        return self.sender.session

    def require_session(self) -> CallerSession:
        """The session, or ToolFailed('session_required')."""
        if self.sender.session is None:
            raise ToolFailed("session_required", say="That works only within a call.", message="name a session_id")
        return self.sender.session

    def own(self, customer_id: str) -> str:
        """The id, if this caller may see that customer. Raises ToolFailed('not_permitted')."""
        session = self.sender.session
        if self.sender.is_service:
            return customer_id
        if session is not None and (session.business, session.customer_id) == (self.scenario, customer_id):
            return customer_id
        raise ToolFailed("not_permitted", say="I can only help with the account of the person I verified.")

    def part(self, kind: type[T]) -> T:
        """What `create_app` wired under this class."""
        return cast(T, self.parts.wired[kind])  # wired by type: the mapping's value is an instance of its key

    async def call(self, tool_name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """Run another tool that this one's declaration names; what it answered, as JSON."""
        if self.calling is None:
            raise WriteForbidden(f"{self.made.tool_name} is run by itself, without other tools")
        return await self.calling(tool_name, arguments)

    async def read(self, unit: Unit[T]) -> T:
        """Run a reading unit on a connection of its own."""
        with raised_as_it_was():
            return await self.parts.database.read(own(unit))

    async def write(self, unit: Unit[T]) -> T:
        """Run the one writing unit; what it returns is the result, settled in the same transaction."""
        if self.settling_write is None:
            raise WriteForbidden(f"{self.made.tool_name} may write only once, and only when declared to write")
        settling, self.settling_write = self.settling_write, None
        with raised_as_it_was():
            self.settled, ended = await settling(cast("Unit[Result]", unit))  # the declared result type
        if isinstance(ended, ToolFailed):
            raise ended
        return cast(T, ended)
