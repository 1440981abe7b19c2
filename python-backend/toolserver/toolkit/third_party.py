"""Tools of other people's: a module of plain typed functions becomes tools without touching our code."""

import importlib
import inspect
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, get_type_hints

from pydantic import create_model

from toolserver.errors import FrontdeskError
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.threads import BlockingThreads

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")  # as contracts/manifest.schema.json has it
_LOADING: Final = (
    __file__,
    importlib.__file__,
    "<frozen importlib._bootstrap>",
    "<frozen importlib._bootstrap_external>",
)
_BY_NAME: Final = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class ToolsModuleInvalid(FrontdeskError):
    """TOOLSERVER_TOOLS names something that cannot be used; the message says why, in one line."""


def load_tools(module_name: str | None, threads: BlockingThreads) -> tuple[Tool, ...]:
    """What the module's `all_tools()` returns, as tools. Raises ToolsModuleInvalid."""
    if module_name is None:
        return ()
    try:
        return tuple(_foreign(each, threads) for each in _given(module_name))
    except ToolsModuleInvalid as error:
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: {module_name!r}: {error}") from error
    except Exception as error:  # other people's code, which may raise anything while it is loaded
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: {module_name!r} cannot be loaded: {_told(error)}") from error


def _given(module_name: str) -> Iterable[object]:
    module = importlib.import_module(module_name)
    if not callable(getattr(module, "all_tools", None)):
        raise ToolsModuleInvalid("it has no all_tools()")
    given: Iterable[object] = module.all_tools()
    return given


def _foreign(given: object, threads: BlockingThreads) -> Tool:
    if isinstance(given, Tool):
        may_act = given.effect is Effect.WRITE if given.acts_elsewhere is None else given.acts_elsewhere
        made = replace(given, acts_elsewhere=may_act, is_foreign=True)
    elif inspect.isroutine(given):
        made = tool_from(given, threads)
    else:
        raise ToolsModuleInvalid(f"all_tools() returned {type(given).__name__}: neither a function nor a @tool")
    if not _NAME.fullmatch(made.name):
        raise ToolsModuleInvalid(f"{made.name!r} is no tool name (letters, digits, _; at most 64)")
    return made


def tool_from(function: Callable[..., Any], threads: BlockingThreads) -> Tool:
    """A plain typed function or bound method as a tool; a parameter typed ToolContext gets the context."""
    name, hints, parameters = function.__name__, _hints(function), inspect.signature(function).parameters
    contexts = [key for key in parameters if hints[key] is ToolContext]
    filled = {key: each for key, each in parameters.items() if key not in contexts}
    arguments, result = _models(name, filled, hints)

    async def run(ctx: ToolContext, given: Arguments) -> Result:
        values = {key: getattr(given, key) for key in filled} | dict.fromkeys(contexts, ctx)
        answer = await _called(partial(function, **values), function, threads)
        return answer if isinstance(answer, Result) else result.model_validate({"say": _say(answer), "value": answer})

    description = inspect.getdoc(function) or name.replace("_", " ")
    effect = Effect.WRITE  # unknown code may change something
    return Tool(name, description, run, arguments, result, effect=effect, acts_elsewhere=True, is_foreign=True)


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    hints, parameters = get_type_hints(function, include_extras=True), inspect.signature(function).parameters
    untyped = [key for key in (*parameters, "return") if key not in hints]
    if untyped:
        raise ToolsModuleInvalid(f"{function.__name__}(): {', '.join(untyped)} has no type")
    unnamed = [str(each) for each in parameters.values() if each.kind not in _BY_NAME]
    if unnamed:
        raise ToolsModuleInvalid(f"{function.__name__}(): {', '.join(unnamed)} cannot be passed by name")
    return hints


def _models(
    name: str, parameters: dict[str, inspect.Parameter], hints: dict[str, Any]
) -> tuple[type[Arguments], type[Result]]:
    """The types of arguments and result; their schemas are made here once, so that one that has none is found now."""
    empty, returns = inspect.Parameter.empty, hints["return"]
    fields: dict[str, Any] = {
        key: (hints[key], ... if each.default is empty else each.default) for key, each in parameters.items()
    }
    arguments = create_model(f"{name}_arguments", __base__=Arguments, **fields)
    is_result = inspect.isclass(returns) and issubclass(returns, Result)
    result = returns if is_result else create_model(f"{name}_result", __base__=Result, value=(returns, ...))
    arguments.model_json_schema()
    result.model_json_schema(mode="serialization")
    return arguments, result


async def _called(call: Callable[[], Any], function: Callable[..., Any], threads: BlockingThreads) -> Any:
    if inspect.iscoroutinefunction(function):
        return await call()
    answer = await threads.run(call)
    return await answer if inspect.isawaitable(answer) else answer  # an async function under a plain decorator


def _say(answer: object) -> str:
    """What can be read aloud as it is."""
    return str(answer) if isinstance(answer, str | int | float) and str(answer).strip() else "That is done."


def _told(error: Exception) -> str:
    """The kind and first line of an error, and where it was raised."""
    first_line = next(iter(str(error).splitlines()), "")
    places = [each for each in traceback.extract_tb(error.__traceback__) if each.filename not in _LOADING]
    place = f" ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {first_line}{place}"
