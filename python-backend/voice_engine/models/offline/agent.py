"""An agent's greeting and steps, as its instructions carry them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from voice_engine.models.offline.foreign_json import object_in

_SECTION: Final = re.compile(r"^# (\w+)\s*\n(.*?)(?=^# |\Z)", re.MULTILINE | re.DOTALL)
_STEP: Final = re.compile(r"^\d+\.\s+(.*(?:\n(?!\d+\.|#).+)*)", re.MULTILINE)
_CALL: Final = re.compile(r"[Cc]all `([^`]+)`(?:\s+with\s+(\{.*\}))?")
_ASK: Final = re.compile(r"[Aa]sk \"([^\"]+)\"")
_SAY: Final = re.compile(r"[Ss]ay \"([^\"]+)\"")
_MOST_STEPS: Final = 30
_LONGEST: Final = 2000  # characters of the greeting, and of a step


class StepKind(StrEnum):
    """What a step does."""

    CALL = "call"
    OFFER = "offer"
    DISCLOSE = "disclose"
    ASK = "ask"
    HANDOFF = "handoff"


@dataclass(frozen=True)
class Step:
    """One numbered step."""

    kind: StepKind
    text: str  # as it was written; its identity
    tool: str = ""
    ask: str = ""
    say: str = ""
    given: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Agent:
    """What the offline brain uses of the instructions; the rest is prose for a language model."""

    greeting: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def hands_off(self) -> bool:
        """Whether its steps end by handing the caller to someone else."""
        return any(step.kind is StepKind.HANDOFF for step in self.steps)


def parse_agent(instructions: str) -> Agent:
    """Read `# Greeting` and `# Steps`; whatever is not understood is left out."""
    sections = {match[1].lower(): match[2].strip() for match in _SECTION.finditer(instructions)}
    found = islice(_STEP.finditer(sections.get("steps", "")), _MOST_STEPS)
    steps = (_parse_step(" ".join(match[1][:_LONGEST].split())) for match in found)
    return Agent(sections.get("greeting", "")[:_LONGEST], tuple(step for step in steps if step))


def _parse_step(text: str) -> Step | None:
    call, ask, say = _CALL.search(text), _ASK.search(text), _SAY.search(text)
    tool = call[1] if call else ""
    asked, said = ask[1] if ask else "", say[1] if say else ""
    if tool and said:
        return Step(StepKind.DISCLOSE, text, tool, asked, said, _given(call))
    if tool and asked:
        return Step(StepKind.OFFER, text, tool, asked, given=_given(call))
    if tool:
        return Step(StepKind.CALL, text, tool, given=_given(call))
    if asked:
        return Step(StepKind.ASK, text, ask=asked)
    return Step(StepKind.HANDOFF, text) if re.match(r"hand off", text, re.IGNORECASE) else None


def _given(call: re.Match[str] | None) -> Mapping[str, str]:
    return {name: str(value) for name, value in object_in(call and call[2]).items()}
