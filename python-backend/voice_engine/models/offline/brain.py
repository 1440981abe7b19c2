"""A brain without a language model: goal-directed form filling over whatever tools the client declared."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from voice_engine.models.offline import wording
from voice_engine.models.offline.agent import parse_agent
from voice_engine.models.offline.declarations import Declarations, Manifest
from voice_engine.models.offline.dialogue import Asking, Dialogue, Question
from voice_engine.models.offline.fields import EXPECTS, Kind
from voice_engine.models.offline.filling import flattened
from voice_engine.models.offline.goals import resume_goal
from voice_engine.models.offline.hearing import hear
from voice_engine.models.offline.matching import Matcher
from voice_engine.models.offline.planning import plan
from voice_engine.models.offline.results import absorb_output
from voice_engine.models.offline.turn import Turn
from voice_engine.pipeline.stages import Conversation, Expectation, Reply

_WINDOW: Final = 50  # items: what may have come since the last response, however long the conversation is
_REMEMBERED: Final = 2000  # ids of items: twice what a conversation holds
_PENDING: Final = 100  # calls whose output has not come
_LONGEST: Final = 2000  # characters of what a caller says in one turn; people say a few hundred
_LONGEST_ID: Final = 200  # characters of a call's id
_ANSWERED_WITH_YES_OR_NO = (Asking.CONFIRM, Asking.OFFER, Asking.RETRY)


class OfflineBrain:
    """One session's brain: it is fed the items it has not seen and remembers what they meant."""

    def __init__(self, manifest: Manifest, matcher: Matcher) -> None:
        self._manifest = manifest
        self._matcher = matcher
        self._dialogue = Dialogue()
        self._declared: tuple[object, Declarations] | None = None

    async def respond(self, conversation: Conversation) -> Reply:
        """Answer the conversation as it stands."""
        tools = self._declarations(conversation.tools, await self._manifest.entries())
        turn = Turn(self._dialogue, parse_agent(conversation.instructions), tools, self._matcher)
        new = self._unseen(conversation)
        texts = [text for item in new if (text := _user_text(item)) is not None]
        outputs = [item for item in new if item.get("type") == "function_call_output"]
        for output in outputs:
            absorb_output(turn, output)
        await self._answer(turn, texts, outputs=bool(outputs))
        return self._reply(turn)

    async def _answer(self, turn: Turn, texts: list[str], *, outputs: bool) -> None:
        dialogue = turn.dialogue
        if not texts and not outputs:
            return _open_or_prompt(turn)
        dialogue.greeted = True
        open_before = dialogue.question
        if texts:
            dialogue.question = open_before
            await hear(turn, " ".join(texts)[-_LONGEST:])
        elif open_before is not None:
            return turn.ask(open_before)
        await resume_goal(turn)
        if dialogue.question is not None and dialogue.question.asking is not Asking.GOAL:
            turn.ask(dialogue.question)
        asked = dialogue.question is not None and dialogue.question.text in turn.sentences
        if not asked and (dialogue.question is None or dialogue.question.asking is Asking.GOAL):
            await plan(turn)
        return None

    def _declarations(self, tools: Sequence[Any], entries: Sequence[Mapping[str, Any]] | None) -> Declarations:
        """Read again only where something has changed: most turns declare what the turn before declared."""
        if self._declared is None or self._declared[0] != (tools, entries):
            known = self._declared[1].businesses if self._declared else frozenset[str]()
            self._declared = (tools, entries), Declarations(tools, entries, known)
        return self._declared[1]

    def _unseen(self, conversation: Conversation) -> list[Mapping[str, Any]]:
        dialogue = self._dialogue
        new = [item for item in conversation.items[-_WINDOW:] if str(item.get("id")) not in dialogue.seen]
        dialogue.seen |= {str(item.get("id")): None for item in new}
        called = [item for item in new if item.get("type") == "function_call"]
        dialogue.calls |= {
            _call_id(item): str(item.get("name")) for item in called if len(_call_id(item)) <= _LONGEST_ID
        }
        _forget_oldest(dialogue.seen, _REMEMBERED)
        _forget_oldest(dialogue.calls, _PENDING)
        return new

    def _reply(self, turn: Turn) -> Reply:
        parts = turn.parts()
        self._dialogue.last_said = " ".join(turn.sentences) or self._dialogue.last_said
        return Reply(parts, _expects(turn))


def _open_or_prompt(turn: Turn) -> None:
    """The greeting at the start of a call; later, a sign that the line is open."""
    if not turn.dialogue.greeted:
        turn.dialogue.greeted = True
        turn.ask(Question(Asking.GOAL, turn.agent.greeting or f"{wording.HELLO} {wording.WHAT_FIRST}"))
        return
    turn.say(wording.STILL_THERE)
    question = turn.dialogue.question
    if question and question.asking is not Asking.GOAL:
        turn.ask(question)


def _expects(turn: Turn) -> Expectation:
    question = turn.dialogue.question
    if question is None:
        return Expectation.ANYTHING
    tool = turn.tools.get(question.tool)
    if question.asking in _ANSWERED_WITH_YES_OR_NO:
        return Expectation.YES_NO
    fields = flattened(tool.fields) if tool and question.field else []
    kind = next((field.kind for field in fields if field.name == question.field), Kind.TEXT)
    return EXPECTS.get(kind, Expectation.ANYTHING)


def _user_text(item: Mapping[str, Any]) -> str | None:
    """The words of a user's message, typed or recognised."""
    if item.get("type") != "message" or item.get("role") != "user":
        return None
    parts = item.get("content") or ()
    said = (str(part.get("text") or part.get("transcript") or "") for part in parts)
    return " ".join(text[-_LONGEST:] for text in said).strip()


def _call_id(item: Mapping[str, Any]) -> str:
    return str(item.get("call_id"))


def _forget_oldest(remembered: dict[str, Any], most: int) -> None:
    for name in list(remembered)[:-most]:
        del remembered[name]
