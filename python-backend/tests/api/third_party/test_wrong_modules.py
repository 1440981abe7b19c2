"""A module that cannot be used stops the start, and one line says why."""

import sys
from pathlib import Path

import pytest

from tests.programs import BACKEND, running_program
from toolserver.__main__ import main

HEAD = "def fine() -> str:\n    return 'fine'\n\n\ndef all_tools():\n"
MODULES = {
    "import no_such_thing": "ModuleNotFoundError: No module named 'no_such_thing'",
    "def all_tools(:": "SyntaxError: ",
    "print(undefined)": "NameError: name 'undefined' is not defined (wrong_tools.py, line 1)",
    "pass": "it has no all_tools()",
    "def all_tools():\n    raise ValueError('no\\nmoney')": "ValueError: no (wrong_tools.py, line 2)",
    "def all_tools():\n    return None": "TypeError: 'NoneType' object is not iterable",
    "def all_tools():\n    return [7]": "all_tools() returned int: neither a function nor a @tool",
    "def all_tools():\n    return [lambda: 1]": "<lambda>(): return has no type",
    "def greet(name, day: str) -> str: ...\ndef all_tools():\n    return [greet]": "greet(): name has no type",
    "def greet(*names: str) -> str: ...\ndef all_tools():\n    return [greet]": "greet(): *names: str cannot be passed",
    "def greet(at: 'Day') -> str: ...\ndef all_tools():\n    return [greet]": "NameError: name 'Day' is not defined",
    "import threading\ndef greet(at: threading.Lock) -> str: ...\ndef all_tools():\n    return [greet]": "Schema",
    "def greet() -> type(all): ...\ndef all_tools():\n    return [greet]": "PydanticSchemaGenerationError",
    "from typing import *\ndef greet() -> Callable[[], int]: ...\ndef all_tools():\n    return [greet]": "JsonSchema",
    "def grüße() -> str: ...\ndef all_tools():\n    return [grüße]": "'grüße' is no tool name",
    f"{HEAD}    return [fine, fine]": "two tools are called 'fine'",
    "def end_call() -> str: ...\ndef all_tools():\n    return [end_call]": "two tools are called 'end_call'",
}


@pytest.mark.parametrize(("text", "reason"), MODULES.items())
def test_a_wrong_module_stops_the_start_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    reason: str,
) -> None:
    (tmp_path / "wrong_tools.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "wrong_tools", raising=False)
    monkeypatch.setenv("TOOLSERVER_TOOLS", "wrong_tools")
    monkeypatch.setattr(sys, "argv", ["toolserver", "tools"])
    status = main()
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
