"""What a sentence of the caller does: an act, an answer, a goal, small talk, or nothing that was understood."""

import re
from collections.abc import Callable
from typing import Final

from voice_engine.language.choices import yes_or_no
from voice_engine.language.words import words
from voice_engine.models.offline import wording
from voice_engine.models.offline.answers import answer_question
from voice_engine.models.offline.dialogue import Asking, Goal, Question
from voice_engine.models.offline.goals import clearly_wanted, drop_goal, find_goal, learn, set_goal
from voice_engine.models.offline.turn import Turn

Act = Callable[[Turn, str], None]
_LONGEST_BARE_ANSWER: Final = 2  # words: "yes please"


async def hear(turn: Turn, text: str) -> None:
    """Take in one sentence."""
    turn.dialogue.handoffs = 0
    turn.dialogue.failures.clear()
    act = _act(turn, text)
    if act is not None:
        act(turn, text)
    elif not re.search(r"\w", text):
        _reprompt(turn, wording.STILL_THERE)
    elif await _understood(turn, text):
        turn.dialogue.misses = 0
    else:
        await _small_talk(turn, text)


async def _understood(turn: Turn, text: str) -> bool:
    if await answer_question(turn, text) or await _new_goal(turn, text):
        return True
    question = turn.dialogue.question
    return (question is None or question.asking is Asking.GOAL) and bool(learn(turn, text))


async def _new_goal(turn: Turn, text: str) -> bool:
    """A new goal; while another question is open, only one that is beyond doubt."""
    question = turn.dialogue.question
    if question is None or question.asking is Asking.GOAL:
        return await find_goal(turn, text)
    tool = None if _is_bare_answer(text) else await clearly_wanted(turn, text)
    if tool is None:
        return False
    goal = turn.dialogue.goal
    if goal is not None and goal.target == tool.name:
        goal.hear(text)
        goal.told = True
        return True
    if question.asking is Asking.OFFER and question.step:
        turn.dialogue.finished.add(question.step.text)
    set_goal(turn, tool, text)
    return True


def _is_bare_answer(text: str) -> bool:
    """A yes or no to another question asks for nothing."""
    return yes_or_no(text) is not None and len(words(text)) <= _LONGEST_BARE_ANSWER


async def _small_talk(turn: Turn, text: str) -> None:
    """Answer a pleasantry, then come back to the question; what is no pleasantry was not understood."""
    ranking = await turn.matcher.rank(text, [])
    chatting = ranking.small_talk_score >= ranking.small_talk_floor
    if not chatting and turn.dialogue.question is not None and learn(turn, text):
        return
    if chatting:
        turn.say(wording.SMALL_TALK[ranking.small_talk])
        _ask_again(turn, offering=ranking.small_talk == "lost")
    else:
        _reprompt(turn, wording.SORRY)


def _reprompt(turn: Turn, sentence: str) -> None:
    """Once, ask again; after that, say what can be done here."""
    turn.dialogue.misses += 1
    turn.say(sentence)
    if turn.dialogue.misses > 2 and turn.tools.person():
        turn.say(wording.OR_A_PERSON)
    _ask_again(turn, offering=turn.dialogue.misses > 1)


def _ask_again(turn: Turn, *, offering: bool = False) -> None:
    """The open question; where none is, what is wanted, after what can be asked for."""
    question = turn.dialogue.question
    if question is None or question.asking is Asking.GOAL:
        own_steps = {step.tool for step in turn.agent.steps}
        offered = [tool for tool in turn.tools.all() if tool.name not in own_steps]
        choices = f"{wording.choices(offered)} " if offering else ""
        what = wording.WHAT_NEXT if turn.dialogue.provided else wording.WHAT_FIRST
        question = Question(Asking.GOAL, f"{choices}{what}")
    turn.ask(question)


def _act(turn: Turn, text: str) -> Act | None:
    if text.startswith("⚠️"):
        return _rephrase
    lowered = text.lower().replace("’", "'")
    question = turn.dialogue.question
    if question and question.asking is Asking.GOAL and _NOTHING_MORE.match(lowered):
        return _goodbye
    return next((act for pattern, act in _ACTS if pattern.search(lowered)), None)


def _never_mind(turn: Turn, text: str) -> None:
    drop_goal(turn)
    turn.ask(Question(Asking.GOAL, f"{wording.CANCELLED} {wording.WHAT_NEXT}"))


def _person(turn: Turn, text: str) -> None:
    way = turn.tools.person()
    if way is None:
        turn.say(wording.NO_PERSON)
        _ask_again(turn)
        return
    turn.dialogue.question = None
    turn.dialogue.goal = Goal(way.name, [text])
    turn.say(wording.CONNECTING)


def _goodbye(turn: Turn, text: str) -> None:
    drop_goal(turn)
    turn.say(wording.GOODBYE)
    way = turn.tools.hang_up()
    if way is not None:
        turn.dialogue.goal = Goal(way.name, [text])
    else:
        turn.closed = True


def _repeat(turn: Turn, text: str) -> None:
    turn.say(turn.dialogue.last_said or wording.WHAT_FIRST)


def _rephrase(turn: Turn, text: str) -> None:
    """A guardrail stopped the last response: nothing of it is repeated."""
    question = turn.dialogue.question
    turn.say("Let me put that differently.")
    turn.ask(question or Question(Asking.GOAL, wording.WHAT_FIRST))


_NOTHING_MORE: Final = re.compile(
    r"\W*(no|nope|nah|nothing|that's (all|it|everything)|that is all|i'm (good|done|fine)|all good)\b"
    r"(?!.*\b(want|need|like|could|can|where|what|how)\b)"
)
_ACTS: Final[tuple[tuple[re.Pattern[str], Act], ...]] = (
    (
        re.compile(r"\b(never ?mind|forget (about )?(it|that)|cancel (that|this|it)|stop (that|this)|leave it)\b"),
        _never_mind,
    ),
    (
        re.compile(
            r"\b(talk|speak|connect|transfer|get|give|want|need|like|put)\b.*"
            r"\b(human|real person|a person|someone real|somebody real|representative|operator|manager|supervisor"
            r"|real agent|live agent|human agent|colleague)\b|^\W*(human|person|agent|operator|representative)\W*$"
        ),
        _person,
    ),
    (re.compile(r"\b(goodbye|good bye|bye|hang up|end the call|that's all for today)\b"), _goodbye),
    (re.compile(r"\b(say that again|repeat that|come again|what did you say|pardon)\b"), _repeat),
)
