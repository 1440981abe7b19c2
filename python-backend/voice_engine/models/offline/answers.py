"""Understanding an answer to the open question, by what the question was about."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from voice_engine.language.choices import choose, ordinal_choice, yes_or_no
from voice_engine.language.dates import without_date
from voice_engine.language.numbers import digit_runs
from voice_engine.language.words import content_stems, identifier_words, stem, words
from voice_engine.models.offline import wording
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.dialogue import Asking, Question
from voice_engine.models.offline.fields import Field, Kind
from voice_engine.models.offline.filling import Assembly, extract, flattened
from voice_engine.models.offline.goals import clearly_wanted, drop_goal, learn, set_goal
from voice_engine.models.offline.records import meant
from voice_engine.models.offline.turn import Turn

Answer = Callable[[Turn, Question, str], Awaitable[bool]]


async def answer_question(turn: Turn, text: str) -> bool:
    """Whether the sentence answered the open question."""
    question = turn.dialogue.question
    if question is None:
        return False
    if correct(turn, text):
        return True
    return await _ANSWERS[question.asking](turn, question, text)


def correct(turn: Turn, text: str) -> bool:
    """Replace a value that was just read back: "no, it's 1-2-4-7"."""
    starts = words(text)[:1]
    if not starts or starts[0] not in ("no", "nope", "not", "actually", "sorry", "wait", "wrong", "i"):
        return False
    if starts[0] == "i" and "meant" not in words(text):
        return False
    fields = {field.key: field for tool in turn.tools.declared() for field in flattened(tool.fields)}
    for key in reversed(turn.dialogue.read_back):
        value = _corrected(fields[key], text, str(turn.dialogue.facts.get(key, ""))) if key in fields else None
        if value is not None:
            turn.dialogue.facts[key] = value
            turn.dialogue.unread = [key]
            if turn.dialogue.question and turn.dialogue.question.asking in (Asking.FIELD, Asking.CONFIRM):
                turn.dialogue.question = None  # asked again by the plan, after the new value was read back
            return True
    return False


def _corrected(field: Field, text: str, before: str, *, tail_counts: bool = True) -> str | None:
    if field.kind not in (Kind.PHONE, Kind.DIGITS, Kind.DATE, Kind.EMAIL, Kind.CHOICE):
        return None
    value = extract(field, text, asked=field.kind is not Kind.CHOICE)
    if value is None and field.kind is Kind.PHONE and tail_counts:
        tail = "".join(digit_runs(without_date(text)))
        value = before[: -len(tail)] + tail if 3 <= len(tail) <= 7 and before else None
    return None if value is None or str(value) == before else str(value)


async def _field(turn: Turn, question: Question, text: str) -> bool:
    tool = turn.tools.get(question.tool)
    if tool is None:
        return False
    field = next((one for one in flattened(tool.fields) if one.name == question.field), None)
    if _leaves_offer(turn, tool, text):
        return True
    if field is not None and field.kind is Kind.ID:
        return _thing(turn, tool, field, text)
    if field is not None and field.kind is Kind.TEXT and await _wants_another(turn, tool, text):
        return True
    if field is not None and field.kind is Kind.NARRATIVE and turn.dialogue.goal:
        return _tell(turn, text)
    if not learn(turn, text):
        return False
    turn.dialogue.question = None
    return True


def _leaves_offer(turn: Turn, tool: Declaration, text: str) -> bool:
    """A bare no while an accepted offer is filled in: the caller thought better of it."""
    if yes_or_no(text) is not False or len(words(text)) > 2:
        return False
    steps = {step.text for step in turn.agent.steps if step.tool == tool.name} & turn.dialogue.accepted
    if not steps:
        return False
    turn.dialogue.finished |= steps
    turn.dialogue.question = None
    return True


def _tell(turn: Turn, text: str) -> bool:
    """Part of the story of the goal."""
    if turn.dialogue.goal:
        turn.dialogue.goal.hear(text)
        turn.dialogue.goal.told = True
    turn.dialogue.question = None
    return True


async def _wants_another(turn: Turn, tool: Declaration, text: str) -> bool:
    """A sentence that clearly asks for something else is no value of a free field."""
    other = await clearly_wanted(turn, text)
    if other is None or other.name == tool.name or other.name == getattr(turn.goal_tool(), "name", ""):
        return False
    set_goal(turn, other, text)
    return True


def _thing(turn: Turn, tool: Declaration, field: Field, text: str) -> bool:
    """Which of the things that were named; where there were none, the id itself."""
    candidates = Assembly(turn.dialogue, tool, {}).candidates
    named = meant(text, candidates) if candidates else []
    if len(named) == 1:
        turn.dialogue.chosen, turn.dialogue.question = named[0], None
        if turn.dialogue.goal:
            turn.dialogue.goal.hear(text)
        return True
    codes = [word.strip(".,!?") for word in text.split() if any(map(str.isdigit, word))]
    if candidates or not codes:
        return False
    turn.dialogue.facts[field.key] = [codes[-1]] if field.many else codes[-1]
    turn.dialogue.question = None
    return True


async def _confirm(turn: Turn, question: Question, text: str) -> bool:
    answer = yes_or_no(text)
    if answer:
        turn.dialogue.confirmed.add(question.tool)
        turn.dialogue.question = None
        return True
    if (answer is None and _gave_more(turn, text)) or _reopened(turn, question, text):
        return True
    if answer is None:
        return _told_more(turn, question, text)
    if turn.dialogue.read_back:
        turn.ask(Question(Asking.CONFIRM, "What should I correct?", tool=question.tool))
    else:
        drop_goal(turn)
        turn.ask(Question(Asking.GOAL, f"{wording.CANCELLED} {wording.WHAT_NEXT}"))
    return True


def _gave_more(turn: Turn, text: str) -> bool:
    """One more value instead of a yes: it is read back with the others."""
    if not learn(turn, text):
        return False
    turn.dialogue.question = None
    return True


def _told_more(turn: Turn, question: Question, text: str) -> bool:
    """A detail instead of a yes: kept for a tool that wants to know the story."""
    tool, goal = turn.tools.get(question.tool), turn.dialogue.goal
    if tool is None or not tool.listens or goal is None or len(words(text)) < 3:
        return False
    goal.hear(text)
    turn.ask(Question(Asking.CONFIRM, "I've noted that. Shall I go ahead?", tool=question.tool))
    return True


def _reopened(turn: Turn, question: Question, text: str) -> bool:
    """ "The date of birth is wrong": ask for that again; a value given outright replaces the old one."""
    tool, facts = turn.tools.get(question.tool), turn.dialogue.facts
    known = [field for field in flattened(tool.fields) if field.key in facts] if tool else []
    for field in known:
        value = _corrected(field, text, str(facts[field.key]), tail_counts=False)
        if value is not None:
            facts[field.key], turn.dialogue.unread = value, [field.key]
            turn.dialogue.question = None
            return True
    named = max(known, key=lambda field: _named_share(field, text), default=None)
    if named is None or not _named_share(named, text):
        return False
    facts.pop(named.key)
    turn.dialogue.question = None
    return True


def _named_share(field: Field, text: str) -> float:
    """How much of a field's name the sentence says."""
    own = {stem(word) for word in identifier_words(field.name)}
    return len(own & content_stems(text)) / len(own)


async def _offer(turn: Turn, question: Question, text: str) -> bool:
    """Yes leads to the step's tool; where the tool wants to know the choice, any choice does."""
    step, tool = question.step, turn.tools.get(question.tool)
    if step is None or tool is None:
        return False
    choice = next((field for field in tool.required if field.kind is Kind.CHOICE), None)
    if choice is not None and choice.name not in step.given:
        chosen = choose(text, choice.choices, choice.description, asked=True)
        if chosen is None:
            return False
        turn.dialogue.facts[choice.key] = chosen
    elif (answer := yes_or_no(text)) is None:
        return bool(learn(turn, text)) and _accept(turn, question)
    elif not answer:
        turn.dialogue.finished.add(step.text)
        turn.dialogue.question = None
        return True
    else:
        learn(turn, text)
    return _accept(turn, question)


def _accept(turn: Turn, question: Question) -> bool:
    if question.step:
        turn.dialogue.accepted.add(question.step.text)
    turn.dialogue.question = None
    return True


async def _step(turn: Turn, question: Question, text: str) -> bool:
    step = question.step
    if step is not None and turn.agent.hands_off:
        turn.dialogue.finished.add(step.text)
    return _tell(turn, text)


async def _choose(turn: Turn, question: Question, text: str) -> bool:
    options = [tool for name in question.options if (tool := turn.tools.get(name))]
    said = turn.dialogue.goal.said[0] if turn.dialogue.goal else text
    place = ordinal_choice(text, len(options))
    if place is None and {"neither", "else", "none"} & set(words(text)):
        turn.dialogue.goal = None
        turn.ask(Question(Asking.GOAL, wording.WHAT_FIRST))
        return True
    ranking = await turn.matcher.rank(text, options)
    if place is None and ranking.best is None:
        return False
    set_goal(turn, options[place] if place is not None else ranking.tools[0][0], said)
    return True


async def _more(turn: Turn, question: Question, text: str) -> bool:
    turn.dialogue.confirmed.add(question.tool)
    return _tell(turn, text)


async def _retry(turn: Turn, question: Question, text: str) -> bool:
    found = learn(turn, text)
    answer = yes_or_no(text)
    if answer is False and not found:
        drop_goal(turn)
        turn.ask(Question(Asking.GOAL, f"{wording.CANCELLED} {wording.WHAT_NEXT}"))
        return True
    if answer or found or await _is_wanted(turn, question.tool, text):
        turn.dialogue.question = None
        return True
    return False


async def _is_wanted(turn: Turn, tool: str, text: str) -> bool:
    """Whether the caller says once more what it is that should be tried again."""
    wanted = await clearly_wanted(turn, text)
    return wanted is not None and wanted.name == tool


async def _goal(turn: Turn, question: Question, text: str) -> bool:
    if len(words(text)) > 4 or yes_or_no(text) is not True:
        return False
    turn.ask(Question(Asking.GOAL, wording.WHAT_FIRST))
    return True


_ANSWERS: Final[Mapping[Asking, Answer]] = {
    Asking.FIELD: _field,
    Asking.CONFIRM: _confirm,
    Asking.OFFER: _offer,
    Asking.STEP: _step,
    Asking.CHOOSE: _choose,
    Asking.MORE: _more,
    Asking.RETRY: _retry,
    Asking.GOAL: _goal,
}
