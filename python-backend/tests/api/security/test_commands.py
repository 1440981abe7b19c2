"""What an operator does from the command line, beside a running toolserver."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from toolserver.app import create_app
from toolserver.config import Settings


@pytest.fixture(name="toolserver")
def running_toolserver(database_url: str) -> Iterator[TestClient]:
    """With the demo data."""
    with TestClient(create_app(Settings(database_url=database_url, openai_api_key=None))) as client:
        yield client


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        (["rotate-keys"], 0, "key 2 signs from"),
        (["end-sessions", "CUS-0002"], 0, "0 sessions of CUS-0002 ended"),
        (["erase", "CUS-0002"], 0, "1 customers"),
        (["erase", "CUS-9"], 2, "there is no customer 'CUS-9'"),
        (["demo", "--reset"], 0, "the demo data is as it was"),
    ],
)
@pytest.mark.usefixtures("toolserver")
def test_an_operator_has_commands(database_url: str, command: list[str], status: int, says: str) -> None:
    environment = {"DATABASE_URL": database_url, "PATH": ""}
    program = [sys.executable, "-m", "toolserver", *command]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == status
    assert says in done.stdout + done.stderr
