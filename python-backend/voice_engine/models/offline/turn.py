"""One response in the making: what it may look at, and the parts it has so far."""

from dataclasses import dataclass, field
from typing import Final

from voice_engine.models.offline.agent import Agent
from voice_engine.models.offline.declarations import Declaration, Declarations
from voice_engine.models.offline.dialogue import Dialogue, Question
from voice_engine.models.offline.matching import Matcher
from voice_engine.pipeline.stages import CallTool, Say

_LONGEST: Final = 4000  # characters of a sentence: minutes of speech


@dataclass
class Turn:
    """The dialogue with this response's session configuration."""

    dialogue: Dialogue
    agent: Agent
    tools: Declarations
    matcher: Matcher
    sentences: list[str] = field(default_factory=list)
    call: CallTool | None = None
    arrived: bool = False  # the caller was just connected to the agent they asked for
    closed: bool = False  # the call is over

    def say(self, sentence: str) -> None:
        """Add a sentence; nothing twice in a row."""
        if sentence and sentence[:_LONGEST] not in self.sentences:
            self.sentences.append(sentence[:_LONGEST])

    def ask(self, question: Question) -> None:
        """End the response with a question."""
        self.dialogue.question = question
        self.say(question.text)

    def parts(self) -> tuple[Say | CallTool, ...]:
        """The response's output: one message, then the call."""
        spoken = (Say(" ".join(self.sentences)),) if self.sentences else ()
        return (*spoken, self.call) if self.call else spoken

    def goal_tool(self) -> Declaration | None:
        """The tool or handoff the goal is about."""
        return self.tools.get(self.dialogue.goal.target) if self.dialogue.goal else None
