"""What to do next: steps, requirements, missing arguments, the call itself, or the way to another agent."""

from collections.abc import Mapping, Set
from typing import Final

from voice_engine.models.offline import wording
from voice_engine.models.offline.agent import Step, StepKind
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.dialogue import Asking, Question
from voice_engine.models.offline.fields import CONFIRMATION_FIELD, Field, Kind, question_for
from voice_engine.models.offline.filling import Assembly, flattened
from voice_engine.models.offline.phrases import about, listed
from voice_engine.models.offline.turn import Turn
from voice_engine.pipeline.stages import CallTool

_MOST_HANDOFFS: Final = 3  # without the caller saying anything in between
_MOST_STOPS: Final = 10  # agents that are compared with the goal's own
_STEPS_TO_PERFORM: Final = (StepKind.CALL, StepKind.ASK)


async def plan(turn: Turn) -> None:
    """Add the next question or call to the response."""
    tool = turn.goal_tool()
    if tool is None:
        _without_goal(turn)
    elif (step := _step_before_leaving(turn, tool)) is not None:
        _perform(turn, step)
    elif tool.control:
        _call(turn, tool, handoff_arguments(turn) if tool.handoff else narratives(turn, tool))
    elif tool.declared:
        await _here(turn, tool)
    else:
        await _elsewhere(turn, tool)


def _step_before_leaving(turn: Turn, tool: Declaration) -> Step | None:
    """The next step of an agent that hands over only after its own work; a person is reached at once."""
    if not tool.handoff or tool.for_people or not turn.agent.hands_off:
        return None
    return next((step for step in turn.agent.steps if step.kind is not StepKind.HANDOFF and _open(turn, step)), None)


def _without_goal(turn: Turn) -> None:
    """An agent whose steps lead on works through them; any other asks what is wanted."""
    if turn.closed:
        return
    if turn.arrived and turn.agent.greeting:
        turn.ask(Question(Asking.GOAL, turn.agent.greeting))
        return
    step = next((step for step in turn.agent.steps if _open(turn, step)), None)
    if step is None or not turn.agent.hands_off or step.kind is StepKind.HANDOFF:
        first = not turn.sentences or turn.agent.hands_off
        turn.ask(Question(Asking.GOAL, wording.WHAT_FIRST if first else wording.WHAT_NEXT))
    else:
        _perform(turn, step)


async def _elsewhere(turn: Turn, tool: Declaration) -> None:
    """Do here what the goal needs of this agent, then hand the caller over."""
    if _needs(turn, tool) & _offered_by_steps(turn):
        step = next(
            (step for step in turn.agent.steps if step.kind is not StepKind.HANDOFF and _open(turn, step)), None
        )
        if step is not None:
            return _perform(turn, step)
    for fact in sorted(_needs(turn, tool) - turn.dialogue.provided):
        provider = turn.tools.provider(fact)
        if provider is not None and provider.declared and not provider.requires:
            return _fill(turn, provider)
    return await _hand_off(turn, await _first_stop(turn, tool))


async def _first_stop(turn: Turn, tool: Declaration) -> Declaration:
    """What the goal needs of a third agent comes before the goal's own."""
    agent = await _agent_for(turn, tool)
    for fact in sorted(_needs(turn, tool) - turn.dialogue.provided)[:_MOST_STOPS]:
        provider = turn.tools.provider(fact)
        first = provider is not None and not provider.declared and not provider.requires
        if provider is not None and first and await _agent_for(turn, provider) != agent:
            return provider
    return tool


async def _agent_for(turn: Turn, about: Declaration) -> Declaration | None:
    """The handoff whose description fits the tool best."""
    agents = [agent for agent in turn.tools.handoffs() if not agent.for_people]
    if not agents:
        return None
    wanted = " ".join((*about.examples[:1], f"{about.name}. {about.purpose}"))
    return (await turn.matcher.rank(wanted, agents)).tools[0][0]


async def _here(turn: Turn, tool: Declaration) -> None:
    """The steps before a tool that changes something, then what the tool requires, then the tool itself."""
    steps = turn.agent.steps
    place = next((place for place, step in enumerate(steps) if step.tool == tool.name), 0)
    for number, step in enumerate(steps[:place] if tool.changes else ()):
        if step.kind is StepKind.ASK and _ask_which(turn, tool):
            return None
        if step.kind is StepKind.ASK and tool.listens and Assembly(turn.dialogue, tool, {}).is_told:
            continue
        if step.kind in _STEPS_TO_PERFORM and not _done_for_goal(turn, step, number):
            if step.kind is StepKind.ASK and turn.dialogue.goal:
                turn.dialogue.goal.done.add(number)
            needed = turn.tools.get(step.tool)
            return await _pursue(turn, needed, step.given) if needed else _perform(turn, step)
    given = steps[place].given if steps and steps[place].tool == tool.name else {}
    return await _pursue(turn, tool, given)


async def _pursue(turn: Turn, tool: Declaration, given: Mapping[str, str] | None = None) -> None:
    """Call a tool, after whatever it requires; of tools that require one another, the one that was met first again."""
    met: set[str] = set()
    while (provider := _first_of(turn, tool, met | {tool.name})) is not None:
        if not provider.declared:
            return await _hand_off(turn, provider)
        met.add(tool.name)
        tool, given = provider, None
    return _fill(turn, tool, given)


def _first_of(turn: Turn, tool: Declaration, met: Set[str]) -> Declaration | None:
    """The tool to call before this one, where there is one."""
    missing = (turn.tools.provider(fact) for fact in tool.requires if fact not in turn.dialogue.provided)
    return next((provider for provider in missing if provider and provider.name not in met), None)


def _ask_which(turn: Turn, tool: Declaration) -> bool:
    """Before a step asks about the thing: which thing, where several could be meant."""
    assembly = Assembly(turn.dialogue, tool, {})
    if assembly.missing is None or assembly.missing.kind is not Kind.ID or len(assembly.candidates) < 2:
        return False
    _ask_for(turn, tool, assembly)
    return True


def _done_for_goal(turn: Turn, step: Step, number: int) -> bool:
    goal = turn.dialogue.goal
    if step.kind is StepKind.ASK:
        return goal is not None and number in goal.done
    tool = turn.tools.get(step.tool)
    return tool is None or not tool.declared or not _open(turn, step)


def _open(turn: Turn, step: Step) -> bool:
    """Whether the step is still to be done: neither finished nor already provided for."""
    tool = turn.tools.get(step.tool)
    if step.tool and (tool is None or not tool.declared):
        return False
    provided = tool is not None and bool(tool.provides) and set(tool.provides) <= turn.dialogue.provided
    offered = step.kind in (StepKind.OFFER, StepKind.DISCLOSE)
    if offered and tool is not None and not set(tool.requires) <= turn.dialogue.provided:
        return False
    return step.text not in turn.dialogue.finished and not provided


def _perform(turn: Turn, step: Step) -> None:
    tool = turn.tools.get(step.tool)
    asked_first = step.kind in (StepKind.OFFER, StepKind.DISCLOSE) and step.text not in turn.dialogue.accepted
    if tool is None or asked_first:
        turn.say(step.say)
        asking = Asking.STEP if step.kind is StepKind.ASK else Asking.OFFER
        turn.ask(Question(asking, step.ask, tool=step.tool, step=step))
    else:
        _fill(turn, tool, step.given, agreed=step.text in turn.dialogue.accepted)


def _fill(
    turn: Turn,
    tool: Declaration,
    given: Mapping[str, str] | None = None,
    *,
    agreed: bool = False,
) -> None:
    """Ask for the first missing argument, else for agreement, else call."""
    assembly = Assembly(turn.dialogue, tool, given or {})
    if assembly.missing:
        return _ask_for(turn, tool, assembly)
    agreed = (agreed or tool.asks) and not turn.dialogue.unread
    if tool.changes and not agreed and tool.name not in turn.dialogue.confirmed:
        return _confirm(turn, tool, assembly)
    token = turn.dialogue.tokens.pop(tool.name, None)
    return _call(turn, tool, {**assembly.arguments, **({CONFIRMATION_FIELD: token} if token else {})})


def _ask_for(turn: Turn, tool: Declaration, assembly: Assembly) -> None:
    field = assembly.missing
    if field is None:
        return
    turn.say(_read_back(turn, tool, unless=Kind.CHOICE))
    if field.kind is Kind.ID and len(assembly.candidates) > 1:
        names = tuple(record.name for record in assembly.candidates)
        turn.ask(Question(Asking.FIELD, wording.which(names), tool.name, field.name))
        return
    part = _part_to_ask(turn, field)
    turn.ask(Question(Asking.FIELD, about(question_for(part), assembly.record), tool.name, part.name))


def _part_to_ask(turn: Turn, field: Field) -> Field:
    """The whole of an object first; its missing parts one by one once some are known, or nothing was understood."""
    known = [part for part in field.parts if part.key in turn.dialogue.facts]
    if not known and not turn.dialogue.misses:
        return field
    return next((part for part in field.parts if part.required and part not in known), field)


def _confirm(turn: Turn, tool: Declaration, assembly: Assembly) -> None:
    """Whether it was heard right where the call only finds something out; else whether to make it."""
    heard = _read_back(turn, tool)
    agreed = "Is that right?" if heard and tool.provides else wording.agree(tool, assembly.record)
    turn.ask(Question(Asking.CONFIRM, f"{heard} {agreed}".strip(), tool=tool.name))


def _read_back(turn: Turn, tool: Declaration, unless: Kind | None = None) -> str:
    """What was just understood, said back; empty when nothing is new that could have been misheard."""
    unread, facts = turn.dialogue.unread, turn.dialogue.facts
    new = {field.key for field in flattened(tool.fields) if field.key in unread and field.key in facts}
    heard = [field for field in flattened(tool.fields) if field.key in new and field.kind is not unless]
    turn.dialogue.unread, turn.dialogue.read_back = [], [field.key for field in heard]
    values = wording.heard_values(tool.fields, {field.key: facts[field.key] for field in heard})
    return f"I have {listed(values)}." if values else ""


def _call(turn: Turn, tool: Declaration, arguments: Mapping[str, object]) -> None:
    if tool.filler:
        turn.say(tool.filler)
    turn.dialogue.question = None
    turn.call = CallTool(tool.name, dict(arguments))


async def _hand_off(turn: Turn, about: Declaration) -> None:
    """To the agent whose description fits the goal best."""
    agent = await _agent_for(turn, about)
    turn.dialogue.handoffs += 1
    if agent is None or turn.dialogue.handoffs > _MOST_HANDOFFS:
        turn.dialogue.goal = None
        turn.ask(Question(Asking.GOAL, f"{wording.TOO_FAR if agent else wording.NOT_HERE} {wording.WHAT_NEXT}"))
        return
    turn.say(wording.CONNECTING)
    _call(turn, agent, handoff_arguments(turn))


def handoff_arguments(turn: Turn) -> dict[str, str]:
    """Why the caller is handed over, and what the next agent has to know."""
    goal, tool = turn.dialogue.goal, turn.goal_tool()
    said = " ".join(goal.said) if goal else ""
    done = ", ".join(sorted(turn.dialogue.provided)) or "nothing"
    purpose = tool.purpose if tool and not tool.handoff else "talk to this agent"
    return {
        "rationale_for_transfer": f"The caller wants to {purpose}.",
        "conversation_context": f'The caller said: "{said}". Done so far: {done}.',
    }


def narratives(turn: Turn, tool: Declaration) -> dict[str, str]:
    """A control tool's free text: what the caller said last."""
    said = turn.dialogue.goal.said[-1] if turn.dialogue.goal else "the caller said goodbye"
    return {field.name: said for field in tool.required if field.kind in (Kind.NARRATIVE, Kind.TEXT)}


def _needs(turn: Turn, tool: Declaration) -> set[str]:
    """Everything the tool requires, and what the providers of that require."""
    facts, new = set[str](), set(tool.requires)
    while new:
        facts |= new
        providers = [provider for fact in new if (provider := turn.tools.provider(fact))]
        new = {fact for provider in providers for fact in provider.requires} - facts
    return facts


def _offered_by_steps(turn: Turn) -> set[str]:
    tools = (turn.tools.get(step.tool) for step in turn.agent.steps)
    return {fact for tool in tools if tool and tool.declared for fact in tool.provides}
