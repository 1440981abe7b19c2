"""Tools of other people's: a module of typed functions becomes tools without touching our code."""

import importlib
import inspect
import logging
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from toolserver.errors import FrontdeskError
from toolserver.foreign.plain_functions import FunctionInvalid, tool_from
from toolserver.foreign.threads import BlockingThreads
from toolserver.toolkit.declaration import Effect, Tool

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")  # as contracts/manifest.schema.json has it
_LOADING: Final = (
    __file__,
    importlib.__file__,
    "<frozen importlib._bootstrap>",
    "<frozen importlib._bootstrap_external>",
)
_log = logging.getLogger(__name__)


class ToolsModuleInvalid(FrontdeskError):
    """TOOLSERVER_TOOLS names something that cannot be used; the message says why, in one line."""


def load_tools(module_name: str | None, threads: BlockingThreads, taken: Iterable[str] = ()) -> tuple[Tool, ...]:
    """What the module's `all_tools()` returns, as tools whose names are not taken; what cannot be one is left out.

    Raises ToolsModuleInvalid when there is nothing to choose from.
    """
    if module_name is None:
        return ()
    try:
        given = list(_given(module_name))
    except ToolsModuleInvalid as error:
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: {module_name!r}: {error}") from error
    except Exception as error:  # other people's code, which may raise anything while it is loaded
        raise ToolsModuleInvalid(f"TOOLSERVER_TOOLS: {module_name!r} cannot be loaded: {_told(error)}") from error
    return tuple(_usable(module_name, given, threads, set(taken)))


def _given(module_name: str) -> Iterable[object]:
    module = importlib.import_module(module_name)
    if not callable(getattr(module, "all_tools", None)):
        raise ToolsModuleInvalid("it has no all_tools()")
    given: Iterable[object] = module.all_tools()
    return given


def _usable(module_name: str, given: Iterable[object], threads: BlockingThreads, taken: set[str]) -> Iterator[Tool]:
    for each in given:
        try:
            made = _foreign(each, threads)
            if made.name in taken:
                raise FunctionInvalid("another tool has that name")
        except Exception as error:  # noqa: BLE001 - other people's types, whose schemas may raise anything
            reason = str(error) if isinstance(error, FunctionInvalid) else _told(error)
            name = getattr(each, "__name__", getattr(each, "name", type(each).__name__))
            _log.error("TOOLSERVER_TOOLS: %r: %s is left out: %s", module_name, name, reason)
        else:
            taken.add(made.name)
            yield made


def _foreign(given: object, threads: BlockingThreads) -> Tool:
    if isinstance(given, Tool):
        may_act = given.effect is Effect.WRITE if given.acts_elsewhere is None else given.acts_elsewhere
        made = replace(given, acts_elsewhere=may_act, is_foreign=True)
    elif inspect.isroutine(given):
        made = tool_from(given, threads)
    else:
        raise FunctionInvalid(f"all_tools() returned {type(given).__name__}: neither a function nor a @tool")
    if not _NAME.fullmatch(made.name):
        raise FunctionInvalid(f"{made.name!r} is no tool name (letters, digits, _; at most 64)")
    return made


def _told(error: Exception) -> str:
    """The kind and first line of an error, and where it was raised."""
    first_line = next(iter(str(error).splitlines()), "")
    places = [each for each in traceback.extract_tb(error.__traceback__) if each.filename not in _LOADING]
    place = f" ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {first_line}{place}"
