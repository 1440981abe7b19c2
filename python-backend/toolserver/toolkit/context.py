"""What a tool is handed when it runs: the database by units, the caller, the clock, the wired parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Unit = Callable[[Connection], T]
Clock = Callable[[], datetime]
"""Now, as an aware UTC datetime."""
Stopwatch = Callable[[], float]
"""Seconds since some moment; unlike a clock it is never set."""


@dataclass(frozen=True)
class Message:
    """One line of the recent conversation that travelled with the call."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True)
class CallerSession:
    """The session a call belongs to, as it stood when the call was accepted."""

    id: str
    scenario: str  # as whoever opened it calls it
    customer_id: str | None  # whom it verified; None before verification
    customer_scenario: str | None = None  # of which business that is a customer

    @property
    def business(self) -> str:
        """What it is about: the business of its customer, else what it was opened for."""
        return self.customer_scenario or self.scenario


@dataclass(frozen=True)
class SecondFact:
    """Something else on file that proves who one is."""

    argument: str  # the tool's own name for it
    name: str  # as it is asked for aloud: "the last four digits of your social security number"
    is_given: bool  # whether the caller said it with this try; the tool compares it with the other details


class Verification(Protocol):
    """Counts identity checks and binds the session; used inside a writing unit."""

    def count_try(self, db: Connection, identity: str, second: SecondFact | None = None) -> None:
        """Count one try against the session, its client and the claimed identity, before anything is compared.

        Raises ToolFailed('too_many_attempts'). Raises ToolFailed('second_fact_needed'), uncounted, when many tries at
        this identity failed lately and `second` was not given; without a `second` these are too many attempts.
        """

    def bind(self, db: Connection, customer_id: str) -> None:
        """Bind the session to this customer for good. Raises ToolFailed('not_permitted') for a second identity."""


class ToolContext(Protocol):
    """One running call. Units are synchronous functions over a Core connection, run on database threads."""

    @property
    def call_id(self) -> str:
        """The caller's id of this call, unique among the calls of `owner`."""

    @property
    def owner(self) -> str:
        """Whose call it is: a session, a service, or a service within a session."""

    @property
    def idempotency_key(self) -> str:
        """The id of this call among all callers', at most 200 characters: by it another system knows a repetition."""

    @property
    def clock(self) -> Clock: ...

    @property
    def conversation(self) -> tuple[Message, ...]: ...

    @property
    def scenario(self) -> str | None:
        """The business this call is about: the tool's, else that of the session; None when a service names neither."""

    @property
    def session(self) -> CallerSession | None:
        """None for a service call that named no session."""

    @property
    def verification(self) -> Verification: ...

    def require_session(self) -> CallerSession:
        """The session, or ToolFailed('session_required')."""

    def own(self, customer_id: str) -> str:
        """The id, if this caller may see that customer; a service may see all. Raises ToolFailed('not_permitted')."""

    def part(self, kind: type[T]) -> T:
        """What `create_app` wired under this class (a client of another system, …)."""

    async def call(self, tool_name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """Run another tool that this one's declaration names in `calls`; what it answered, as JSON.

        It is a call of its own in the journal, under this one, with an id that follows from this one's: when this call
        is run again, the same call of the other tool is answered and not repeated. Outside units only. Raises
        ToolFailed with the other tool's code and `say`, and the refusals that a call of it can meet.
        """

    async def read(self, unit: Unit[T]) -> T:
        """Run a reading unit on a connection of its own."""

    async def write(self, unit: Unit[T]) -> T:
        """Run the one writing unit; its return value is the tool's result, settled in the same transaction."""
