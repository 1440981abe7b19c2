"""A module that cannot be used stops the start, a function that cannot be a tool does not; one line says why."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import BACKEND, running_program
from toolserver.__main__ import main

MODULES = {
    "import no_such_thing": "ModuleNotFoundError: No module named 'no_such_thing'",
    "def all_tools(:": "SyntaxError: ",
    "print(undefined)": "NameError: name 'undefined' is not defined (wrong_tools.py, line 1)",
    "pass": "it has no all_tools()",
    "def all_tools():\n    raise ValueError('no\\nmoney')": "ValueError: no (wrong_tools.py, line 2)",
    "def all_tools():\n    return None": "TypeError: 'NoneType' object is not iterable",
}


FINE = "def fine() -> str: ...\n"
ODD = {
    "def all_tools(): return [7, fine]": "int is left out: all_tools() returned int: neither a function nor a @tool",
    "def all_tools(): return [lambda: 1, fine]": "<lambda> is left out: return has no type",
    "def greet(name, day: str) -> str: ...\ndef all_tools(): return [greet, fine]": "greet is left out: name has no",
    "def greet(*all: str) -> str: ...\ndef all_tools(): return [greet, fine]": "*all: str cannot be passed by name",
    "def greet(at: 'Day') -> str: ...\ndef all_tools(): return [greet, fine]": "NameError: name 'Day' is not defined",
    "import threading\ndef greet(at: threading.Lock) -> str: ...\ndef all_tools(): return [greet, fine]": "Schema",
    "def greet() -> type(all): ...\ndef all_tools(): return [greet, fine]": "PydanticSchemaGenerationError",
    "from typing import *\ndef greet() -> Callable[[], int]: ...\ndef all_tools(): return [greet, fine]": "JsonSchema",
    "def grüße() -> str: ...\ndef all_tools(): return [grüße, fine]": "'grüße' is no tool name",
    "def all_tools(): return [fine, fine]": "fine is left out: another tool has that name",
    "def end_call() -> str: ...\ndef all_tools(): return [end_call, fine]": "end_call is left out: another tool",
}


PrintTools = Callable[[str], int]


@pytest.fixture
def print_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintTools:
    """Runs `python -m toolserver tools` with a module of this text; answers its status."""

    def run(module: str) -> int:
        (tmp_path / "wrong_tools.py").write_text(module)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "wrong_tools", raising=False)
        monkeypatch.setenv("TOOLSERVER_TOOLS", "wrong_tools")
        monkeypatch.setattr(sys, "argv", ["toolserver", "tools"])
        return main()

    return run


@pytest.mark.parametrize(("text", "reason"), ODD.items())
def test_a_function_that_cannot_be_a_tool_is_left_out_with_one_line(
    print_tools: PrintTools,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    text: str,
    reason: str,
) -> None:
    status = print_tools(FINE + text)
    names = [entry["name"] for entry in json.loads(capsys.readouterr().out)["tools"]]
    (line,) = [line for line in caplog.messages if "left out" in line]

    assert status == 0
    assert names.count("fine") == 1
    assert names.count("end_call") == 1
    assert line.startswith("TOOLSERVER_TOOLS: 'wrong_tools': ")
    assert reason in line


@pytest.mark.parametrize(("text", "reason"), MODULES.items())
def test_a_wrong_module_stops_the_start_in_one_line(
    print_tools: PrintTools,
    capsys: pytest.CaptureFixture[str],
    text: str,
    reason: str,
) -> None:
    status = print_tools(text)
    written = capsys.readouterr()

    assert (status, written.out) == (2, "")
    assert reason in written.err
    assert written.err.startswith("toolserver: ")
    assert written.err.count("\n") == 1


def test_the_program_that_should_serve_such_a_module_does_not_start(tmp_path: Path) -> None:
    settings = {"TOOLSERVER_TOOLS": "no_such_module", "PYTHONPATH": str(BACKEND)}
    with running_program([sys.executable, "-m", "toolserver"], tmp_path, settings) as program:
        status = program.ended()

    assert status == 2
    assert program.lines == [
        "toolserver: TOOLSERVER_TOOLS: 'no_such_module' cannot be loaded: "
        "ModuleNotFoundError: No module named 'no_such_module'\n"
    ]
