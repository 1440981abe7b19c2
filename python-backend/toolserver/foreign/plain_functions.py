"""A plain typed function becomes a tool: its signature is the arguments' schema, what it returns is the result."""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Annotated, Any, ClassVar, Final, cast, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from toolserver.errors import FrontdeskError, ToolFailed
from toolserver.foreign.saying import said_of
from toolserver.foreign.storable import storable
from toolserver.foreign.threads import BlockingThreads
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool
from toolserver.toolkit.kinds import Kind
from toolserver.toolkit.marks import is_reading, is_repeatable
from toolserver.toolkit.models import Arguments, Result, Say

_KINDS: Final = {date: Kind("day"), datetime: Kind("instant"), time: Kind("time_of_day")}  # of the types that say it
_UNREADABLE: Final = "That ran, but I could not read its answer."
_COLLECTING: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class FunctionInvalid(FrontdeskError):
    """A function that cannot be a tool; the message says why."""


class _Typed(BaseModel):
    """What a function returns, as its type says it is written."""

    model_config = ConfigDict(extra="forbid", ser_json_bytes="base64", ser_json_inf_nan="constants")

    say: Say


class _Returned(Result):
    """What a function returned, written already: to be read back it would need the function's own types."""

    value: Any
    typed: ClassVar[type[BaseModel]]

    @classmethod
    def model_json_schema(cls, *how: Any, **more: Any) -> dict[str, Any]:
        """The schema of what the function says it returns."""
        return cls.typed.model_json_schema(*how, **more)


@dataclass(frozen=True)
class _Signature:
    """How the function is called; field names are ours, because parameters may have any name, and a model may not."""

    function: Callable[..., Any]
    fields: Mapping[str, inspect.Parameter]
    contexts: tuple[inspect.Parameter, ...]

    def call(self, ctx: ToolContext, given: Arguments) -> Callable[[], Any]:
        """The call with these arguments."""
        values = {each.name: getattr(given, field) for field, each in self.fields.items()}
        values |= {each.name: ctx for each in self.contexts}
        only_by_place = [each.name for each in (*self.fields.values(), *self.contexts) if _has_no_name(each)]
        order = [name for name in inspect.signature(self.function).parameters if name in only_by_place]
        by_name = {name: value for name, value in values.items() if name not in only_by_place}
        return partial(self.function, *(values[name] for name in order), **by_name)


def tool_from(function: Callable[..., Any], threads: BlockingThreads) -> Tool:
    """A function or bound method as a tool; a parameter typed ToolContext gets the context. Raises FunctionInvalid."""
    name, hints = function.__name__, _hints(function)
    parameters = inspect.signature(function).parameters.values()
    contexts = tuple(each for each in parameters if hints[each.name] is ToolContext)
    filled = {f"p_{each.name}": each for each in parameters if each not in contexts}
    signature = _Signature(function, filled, contexts)
    arguments, result = _arguments(name, filled, hints), _result(name, hints["return"])

    async def run(ctx: ToolContext, given: Arguments) -> Result:
        answer = await _called(signature.call(ctx, given), function, threads)
        if isinstance(answer, Result) or not issubclass(result, _Returned):
            return cast(Result, answer)  # if it is none, that is found when it is recorded
        return _returned(name, result, answer)

    only_reads = is_reading(function)
    return Tool(
        name,
        inspect.getdoc(function) or name.replace("_", " "),
        run,
        arguments,
        result,
        effect=Effect.READ if only_reads else Effect.WRITE,  # unknown code may change something
        acts_elsewhere=not only_reads,
        repeatable=is_repeatable(function),
        is_foreign=True,
    )


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    hints, parameters = get_type_hints(function, include_extras=True), inspect.signature(function).parameters
    untyped = [key for key in (*parameters, "return") if key not in hints]
    if untyped:
        raise FunctionInvalid(f"{', '.join(untyped)} has no type")
    collecting = [str(each) for each in parameters.values() if each.kind in _COLLECTING]
    if collecting:
        raise FunctionInvalid(f"{', '.join(collecting)} cannot be passed by name")
    return hints


def _arguments(name: str, fields: Mapping[str, inspect.Parameter], hints: Mapping[str, Any]) -> type[Arguments]:
    """Its schema is made here once, so that one that has none is found now."""
    empty = inspect.Parameter.empty
    typed: dict[str, Any] = {
        field: (
            Annotated[_of_a_kind(hints[each.name]), Field(alias=each.name)],
            ... if each.default is empty else each.default,
        )
        for field, each in fields.items()
    }
    arguments = create_model(f"{name}_arguments", __base__=Arguments, **typed)
    arguments.model_json_schema()
    return arguments


def _of_a_kind(hint: Any) -> Any:
    """A type that says what kind of value it is says so in the schema, too."""
    kind = _KINDS.get(hint) if inspect.isclass(hint) else None
    return hint if kind is None else Annotated[hint, kind]


def _result(name: str, returns: Any) -> type[Result]:
    if inspect.isclass(returns) and issubclass(returns, Result):
        returns.model_json_schema(mode="serialization")
        return returns
    typed = create_model(f"{name}_result", __base__=_Typed, value=(returns, ...))
    typed.model_json_schema(mode="serialization")
    return type(f"{name}_result", (_Returned,), {"typed": typed, "__module__": __name__})


def _has_no_name(parameter: inspect.Parameter) -> bool:
    return parameter.kind is inspect.Parameter.POSITIONAL_ONLY


async def _called(call: Callable[[], Any], function: Callable[..., Any], threads: BlockingThreads) -> Any:
    if inspect.iscoroutinefunction(function):
        return await call()
    answer = await threads.run(call)
    return await answer if inspect.isawaitable(answer) else answer  # an async function under a plain decorator


def _returned(tool_name: str, kind: type[_Returned], answer: Any) -> Result:
    """The answer in `value`, whole. Raises ToolFailed, which quotes nothing of it, when it does not fit its type."""
    try:
        typed = kind.typed.model_validate({"say": "", "value": answer})
        value = typed.model_dump(mode="json", by_alias=True, warnings=False)["value"]
    except ValidationError as error:
        wrong = ", ".join(f"{'.'.join(map(str, each['loc']))} ({each['type']})" for each in error.errors())
        raise _unreadable(f"{tool_name} returned another type than it declares: {wrong}") from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"{tool_name} returned what JSON cannot hold: {type(error).__name__}") from error
    if not _is_finite(value):
        raise _unreadable(f"{tool_name} returned what JSON cannot hold: a number that is not finite")
    return kind(say=said_of(answer), value=storable(value))


def _unreadable(message: str) -> ToolFailed:
    return ToolFailed("result_invalid", say=_UNREADABLE, message=message)


def _is_finite(value: Any) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)
