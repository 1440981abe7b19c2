"""What the brain remembers of a call: facts, the goal, the open question, records from results."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from voice_engine.models.offline.agent import Step
from voice_engine.models.offline.records import Record

Value = str | int | float | bool | list[str]
_MOST_SAID: Final = 12  # sentences about one goal: the first, which is the wish, and the newest


class Asking(StrEnum):
    """What the open question is about."""

    FIELD = "field"  # one argument of a tool
    CONFIRM = "confirm"  # whether to make the call
    OFFER = "offer"  # a step's own question, whose yes leads to a tool
    STEP = "step"  # a step's question whose answer is kept as it was said
    CHOOSE = "choose"  # which of the named tools was meant
    MORE = "more"  # what a tool's result asked for
    RETRY = "retry"  # whether to try the failed call again
    GOAL = "goal"  # what the caller wants, at first or next


@dataclass(frozen=True)
class Question:
    """A question that was asked and not answered yet."""

    asking: Asking
    text: str
    tool: str = ""
    field: str = ""
    step: Step | None = None
    options: tuple[str, ...] = ()


@dataclass
class Goal:
    """What the caller wants: a tool, or a handoff, and everything they said about it."""

    target: str
    said: list[str]
    done: set[int] = field(default_factory=set)  # steps carried out for this goal
    told: bool = False  # the caller was asked for the story and told it
    handed_over: bool = False

    def hear(self, text: str) -> None:
        """One more sentence about it."""
        self.said = [*self.said[:1], *[*self.said[1:], text][1 - _MOST_SAID :]]


@dataclass
class Dialogue:
    """The state of one call."""

    seen: dict[str, None] = field(default_factory=dict)  # ids of items, oldest first
    instructions: str = ""
    greeted: bool = False
    facts: dict[str, Value] = field(default_factory=dict)
    provided: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)  # steps done for good, as rendered
    accepted: set[str] = field(default_factory=set)  # steps whose question was answered with yes
    confirmed: set[str] = field(default_factory=set)  # tools whose call was agreed to
    tokens: dict[str, str] = field(default_factory=dict)  # confirmation tokens by tool
    goal: Goal | None = None
    chosen: Record | None = None  # which thing the goal is about
    question: Question | None = None
    records: list[Record] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # facts not read back yet
    read_back: list[str] = field(default_factory=list)  # facts in the last read-back
    calls: dict[str, str] = field(default_factory=dict)  # tools by the ids of calls that wait, oldest first
    misses: int = 0
    handoffs: int = 0  # since the caller last spoke
    failures: list[str] = field(default_factory=list)  # tools that failed since the caller last spoke
    last_said: str = ""

    def forget_agreements(self) -> None:
        """What the caller said yes to was meant for what is over now."""
        self.confirmed.clear()
        self.tokens.clear()
