"""The file `.env` is read by the rules that its users know from other tools, and the shell wins."""

from pathlib import Path
from typing import Final

import pytest

from tests.programs import running_toolserver

FILE: Final = (
    "OPENAI_API_KEY=            # optional; blank = everything on this machine\n"
    'TOOLSERVER_API_KEY="abc" # for other machines\n'
    "export DEMO_DATA=off\r\n"
    "FUNCTION_CALLING_ENABLED='false'   # switched off\n"
    "PUBLIC_ORIGIN=\t# ours\n"
)


def status(folder: Path, key: str, **environment: str) -> tuple[int, int]:
    """What a call with this key gets, and whether there is demo data."""
    with running_toolserver(folder, **environment) as toolserver, toolserver.client() as client:
        headers = {"Authorization": f"Bearer {key}"}
        body = {"tool_name": "end_call", "arguments": {"reason": "bye"}}
        called = client.post("/execute-tool", json=body, headers=headers)
        return called.status_code, client.get("/demo", headers=headers).status_code


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_comments_quotes_and_exports_mean_what_they_mean_elsewhere(tmp_path: Path, mark: str) -> None:
    (tmp_path / ".env").write_text(mark + FILE, encoding="utf-8")

    assert status(tmp_path, "abc", DEMO_DATA="off") == (503, 404)


def test_what_the_shell_sets_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(FILE)

    assert status(tmp_path, "mine", TOOLSERVER_API_KEY="mine", FUNCTION_CALLING_ENABLED="true") == (200, 404)


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe")

    with pytest.raises(AssertionError, match="is not UTF-8 text: save it as UTF-8"), running_toolserver(tmp_path):
        pass
