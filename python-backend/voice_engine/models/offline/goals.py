"""What the caller wants: from a sentence to a tool, with a question where two are equally likely."""

from dataclasses import replace

from voice_engine.models.offline import wording
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.dialogue import Asking, Goal, Question
from voice_engine.models.offline.filling import absorb_facts
from voice_engine.models.offline.matching import Ranking
from voice_engine.models.offline.stories import wish_in
from voice_engine.models.offline.turn import Turn


async def find_goal(turn: Turn, text: str) -> bool:
    """Take what the sentence asks for as the goal, or ask which of two; False when it asks for nothing known."""
    ranking = await _ranked(turn, text)
    if ranking.best is None:
        ranking = await _ranked(turn, wish_in(text))
    if ranking.best is None:
        return False
    here = [tool for tool in ranking.rivals if tool.declared]
    if len(here) > 1 and ranking.best.declared:
        _ask_which(turn, text, tuple(here[:2]))
    else:
        set_goal(turn, ranking.best, text)
    return True


async def clearly_wanted(turn: Turn, text: str) -> Declaration | None:
    """The tool a sentence asks for beyond doubt: likely, and well before the others."""
    ranking = await _ranked(turn, text)
    return ranking.best if ranking.best and _is_clear(ranking) else None


async def resume_goal(turn: Turn) -> None:
    """After a handoff: which of this agent's tools serves what the caller had asked for."""
    goal, tool = turn.dialogue.goal, turn.goal_tool()
    if goal is None or not goal.handed_over or (tool is not None and not tool.handoff):
        return
    goal.handed_over = False
    own = [tool for tool in turn.tools.declared() if not tool.control]
    ranking = await turn.matcher.rank(goal.said[0], own)
    last = next((step.tool for step in reversed(turn.agent.steps) if step.tool), "")
    goal.target = ranking.best.name if ranking.best else last
    if turn.goal_tool() is None:
        turn.dialogue.goal = None


def set_goal(turn: Turn, tool: Declaration, text: str) -> None:
    """Start on a new goal; what was chosen and agreed to for the last one is over."""
    dialogue = turn.dialogue
    dialogue.goal = Goal(tool.name, [text])
    dialogue.question, dialogue.chosen = None, None
    dialogue.forget_agreements()
    learn(turn, text)


def learn(turn: Turn, text: str) -> list[str]:
    """Remember what the sentence says about the arguments of the goal, and of what the goal requires."""
    tools = [turn.goal_tool(), *(turn.tools.get(step.tool) for step in turn.agent.steps if not step.ask)]
    question = turn.dialogue.question
    if question and question.tool:
        tools.insert(0, turn.tools.get(question.tool))
    asked = question.field if question else ""
    found: list[str] = []
    different = {tool.name: tool for tool in tools if tool is not None}
    for place, tool in enumerate(different.values()):
        found += absorb_facts(turn.dialogue, tool, text, asked if place == 0 else "")
    turn.dialogue.unread += found
    return found


def drop_goal(turn: Turn) -> None:
    """Leave the form and forget what was collected for it."""
    dialogue = turn.dialogue
    dialogue.goal, dialogue.question, dialogue.chosen = None, None, None
    dialogue.unread.clear()
    dialogue.forget_agreements()


async def _ranked(turn: Turn, text: str) -> Ranking:
    """By likeness; what the last results made possible comes a little nearer."""
    ranking = await turn.matcher.rank(text, _wanted(turn))
    local = {fact for tool in turn.tools.declared() for fact in tool.provides}
    ready = {
        tool.name
        for tool, _ in ranking.tools
        if local & set(tool.requires) and set(tool.requires) <= turn.dialogue.provided
    }
    raised = [(tool, score + (ranking.lead if tool.name in ready else 0.0)) for tool, score in ranking.tools]
    return replace(ranking, tools=tuple(sorted(raised, key=lambda pair: -pair[1])))


def _wanted(turn: Turn) -> list[Declaration]:
    """What one can ask for: known tools, and agents where nothing is known of their tools."""
    tools = [tool for tool in turn.tools.all() if not tool.control]
    if all(tool.declared for tool in tools):
        tools += [agent for agent in turn.tools.handoffs() if not agent.for_people]
    return tools


def _is_clear(ranking: Ranking) -> bool:
    return len(ranking.rivals) == 1 and ranking.tools[0][1] >= ranking.floor + 2 * ranking.lead


def _ask_which(turn: Turn, text: str, options: tuple[Declaration, ...]) -> None:
    turn.dialogue.goal = Goal("", [text])
    names = tuple(option.name for option in options)
    turn.ask(Question(Asking.CHOOSE, wording.either(options), options=names))
