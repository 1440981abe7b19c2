"""What came back from a call: facts provided, things with ids, sentences to say, errors to recover from."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from voice_engine.models.offline.declarations import Declaration, leads_to_person
from voice_engine.models.offline.dialogue import Asking, Question
from voice_engine.models.offline.fields import CONFIRMATION_FIELD, Kind
from voice_engine.models.offline.foreign_json import loaded, looked_at, text_of
from voice_engine.models.offline.records import records_in
from voice_engine.models.offline.turn import Turn

_HANG_UP = "end_call"
_MOST_FAILURES = 2  # of one tool without the caller saying anything in between
_NEEDS_MORE = "needs_more"
_MOST_THINGS = 50  # of one result, and twice as many in all


def absorb_output(turn: Turn, item: Mapping[str, Any]) -> None:
    """Take in one function_call_output."""
    name = turn.dialogue.calls.pop(str(item.get("call_id")), "")
    output = _parsed(item.get("output"))
    tool = turn.tools.get(name)
    if "assistant" in output or (tool is not None and tool.handoff):
        _handed_over(turn, name)
    elif isinstance(output.get("error"), Mapping):
        _failed(turn, tool, output["error"])
    else:
        _succeeded(turn, tool, name, output.get("result", output))


def _parsed(output: Any) -> dict[str, Any]:
    """What is looked at of it; a text that is no JSON is what there is to say."""
    parsed = looked_at(loaded(output))
    if isinstance(parsed, dict):
        return parsed
    return {"result": {"say": text_of(output) if parsed is None else str(parsed)}}


def _handed_over(turn: Turn, name: str) -> None:
    """The goal goes on with the next agent, unless being connected was all that was wanted."""
    goal = turn.dialogue.goal
    if goal is None:
        return
    goal.handed_over = True
    if goal.target == name and leads_to_person(name):
        turn.dialogue.goal = None
        turn.arrived = True


def _succeeded(turn: Turn, tool: Declaration | None, name: str, result: Any) -> None:
    dialogue = turn.dialogue
    dialogue.records = [record for record in dialogue.records if record.source != name]
    dialogue.records = [*dialogue.records, *islice(records_in(result, name), _MOST_THINGS)][-2 * _MOST_THINGS :]
    say = text_of(result.get("say")) if isinstance(result, Mapping) else str(result)
    if tool is None or not tool.ends_call:
        turn.say(say)
    if tool is None:
        return
    turn.closed = tool.ends_call or (isinstance(result, Mapping) and result.get("next_action") == _HANG_UP)
    dialogue.provided |= set(tool.provides)
    dialogue.finished |= {step.text for step in turn.agent.steps if step.tool == name}
    if _needs_more(result):
        dialogue.question = Question(Asking.MORE, say, tool=name)
        return
    forget(turn, tool)
    dialogue.confirmed.discard(tool.name)
    if dialogue.goal and dialogue.goal.target == name:
        dialogue.goal = None


def _needs_more(result: Any) -> bool:
    return isinstance(result, Mapping) and result.get("status") == _NEEDS_MORE


def forget(turn: Turn, tool: Declaration, *, lasting: bool = False) -> None:
    """Drop the facts given for this call; those about the caller only when they were wrong."""
    for field in tool.fields:
        for one in (field, *field.parts):
            if lasting or not one.lasts:
                turn.dialogue.facts.pop(one.key, None)


def _failed(turn: Turn, tool: Declaration | None, error: Mapping[str, Any]) -> None:
    recover = _RECOVERIES.get(str(error.get("code")), _give_up)
    if tool is None:
        turn.say(text_of(error.get("say")))
        return
    if turn.dialogue.failures.count(tool.name) >= _MOST_FAILURES:
        recover = _give_up
    turn.dialogue.failures.append(tool.name)
    if recover is not _first_the_other:
        turn.say(text_of(error.get("say")))
    recover(turn, tool, error)


def _collect_again(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    forget(turn, tool, lasting=True)
    turn.dialogue.confirmed.discard(tool.name)


def _collect_fields_again(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    fields = error.get("fields")
    named = {re.split(r"[.\[]", str(name))[0] for name in (fields if isinstance(fields, list) else ())}
    for field in tool.fields:
        if field.name in named or not named:
            for one in (field, *field.parts):
                turn.dialogue.facts.pop(one.key, None)
    if all(field.kind in (Kind.NARRATIVE, Kind.ID) for field in tool.fields if field.name in named):
        _give_up(turn, tool, error)


def _collect_phone_again(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    """The number cannot exist; the other details are as good as they were."""
    phones = [field.name for field in tool.fields if field.kind is Kind.PHONE]
    _collect_fields_again(turn, tool, {**error, "fields": phones})
    turn.dialogue.confirmed.discard(tool.name)


def _first_the_other(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    """The message names the tool that provides what is missing; what it provides is not there any more."""
    message = text_of(error.get("message"))
    for other in turn.tools.all():
        if other.name in message and other.name != tool.name:
            turn.dialogue.provided -= set(other.provides)


def _verify_first(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    turn.dialogue.provided -= set(tool.requires)


def _confirm_first(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    token = text_of(error.get(CONFIRMATION_FIELD))
    if token:
        turn.dialogue.tokens[tool.name] = token
    turn.dialogue.read_back = []  # it asks whether to do it, not whether it was heard right
    turn.dialogue.question = Question(Asking.CONFIRM, text_of(error.get("say")), tool=tool.name)


def _ask_for_another(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    """One more of the tool's arguments is asked for; the message names it."""
    message = text_of(error.get("message"))
    named = next((field for field in tool.fields if not field.required and field.name in message), None)
    if named is None:
        return _give_up(turn, tool, error)
    turn.dialogue.confirmed.discard(tool.name)
    turn.dialogue.question = Question(Asking.FIELD, text_of(error.get("say")), tool=tool.name, field=named.name)
    return None


def _give_up(turn: Turn, tool: Declaration, error: Mapping[str, Any]) -> None:
    """Nothing more to be done about this goal; where trying again can help, offer it."""
    if error.get("retryable"):
        turn.dialogue.question = Question(Asking.RETRY, "Would you like me to try again?", tool=tool.name)
        return
    turn.dialogue.finished |= {step.text for step in turn.agent.steps if step.tool == tool.name}
    turn.dialogue.goal = None


_RECOVERIES = {
    "verification_failed": _collect_again,
    "invalid_arguments": _collect_fields_again,
    "phone_number_incomplete": _collect_phone_again,
    "second_fact_needed": _ask_for_another,
    "fact_missing": _ask_for_another,
    "required_first": _first_the_other,
    "verification_required": _verify_first,
    "confirmation_required": _confirm_first,
}
