"""Tools of other people's: a module of plain typed functions becomes tools without touching our code."""

import asyncio
import importlib
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

from pydantic import BaseModel, create_model

from toolserver.errors import FrontdeskError
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool
from toolserver.toolkit.models import Arguments, Result


class ToolsModuleInvalid(FrontdeskError):
    """TOOLSERVER_TOOLS names something that cannot be used; the message says why."""


def load_tools(module_name: str | None) -> tuple[Tool, ...]:
    """What the module's `all_tools()` returns, as tools. Raises ToolsModuleInvalid."""
    if module_name is None:
        return ()
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: cannot import {module_name!r}: {error}") from error
    if not callable(getattr(module, "all_tools", None)):
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: {module_name!r} has no all_tools()")
    return tuple(each if isinstance(each, Tool) else tool_from(each) for each in module.all_tools())


def tool_from(function: Callable[..., Any]) -> Tool:
    """A plain typed function or bound method as a tool; a first parameter typed ToolContext gets the context."""
    name, hints = function.__name__, _hints(function)
    parameters = {
        key: each for key, each in inspect.signature(function).parameters.items() if hints[key] is not ToolContext
    }
    context = next((key for key in inspect.signature(function).parameters if hints[key] is ToolContext), None)
    arguments = create_model(f"{name}_arguments", __base__=Arguments, **_fields(parameters, hints))
    returns = hints["return"]
    is_result = inspect.isclass(returns) and issubclass(returns, Result)
    result = returns if is_result else create_model(f"{name}_result", __base__=Result, value=(returns, ...))

    async def run(ctx: ToolContext, given: Arguments) -> Result:
        values = {key: getattr(given, key) for key in parameters} | ({context: ctx} if context else {})
        answer = await _called(function, values)
        return answer if isinstance(answer, Result) else result.model_validate({"say": _say(answer), "value": answer})

    description = inspect.getdoc(function) or name.replace("_", " ")
    return Tool(name, description, run, arguments, result, effect=Effect.WRITE)  # unknown code may change something


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    hints = get_type_hints(function, include_extras=True)
    untyped = [key for key in (*inspect.signature(function).parameters, "return") if key not in hints]
    if untyped:
        raise ToolsModuleInvalid(f"{function.__name__}: {', '.join(untyped)} has no type")
    return hints


def _fields(parameters: dict[str, inspect.Parameter], hints: dict[str, Any]) -> dict[str, Any]:
    empty = inspect.Parameter.empty
    return {key: (hints[key], ... if each.default is empty else each.default) for key, each in parameters.items()}


async def _called(function: Callable[..., Any], values: dict[str, Any]) -> Any:
    if inspect.iscoroutinefunction(function):
        return await function(**values)
    return await asyncio.to_thread(function, **values)


def _say(answer: object) -> str:
    if isinstance(answer, BaseModel) or answer is None or isinstance(answer, dict | list | tuple):
        return "That is done."
    return str(answer)
