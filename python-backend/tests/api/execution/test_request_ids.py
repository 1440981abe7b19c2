"""One id leads from an answer to what was logged on its behalf."""

from pathlib import Path

import httpx2
import pytest

from tests.api.execution.conftest import Server
from tests.programs import running_toolserver


@pytest.mark.parametrize("path", ["/healthz", "/tools", "/nowhere", "/calls?limit=0"])
def test_every_answer_has_the_senders_id(server: Server, path: str) -> None:
    answer = server.client.get(path, headers={"X-Request-ID": "page-1.2"})

    assert answer.headers.get_list("x-request-id") == ["page-1.2"]


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"', "a;b"])
def test_an_id_that_is_missing_or_odd_is_replaced(server: Server, given: str) -> None:
    answer = server.client.get("/healthz", headers={"X-Request-ID": given} if given else {})

    assert len(answer.headers["x-request-id"]) == 32


def test_the_line_of_a_call_carries_the_id_of_its_request(tmp_path: Path) -> None:
    body = {"tool_name": "end_call", "arguments": {"reason": "bye"}}
    with running_toolserver(tmp_path) as toolserver:
        url = f"http://127.0.0.1:{toolserver.port}/execute-tool"
        httpx2.post(url, json=body, headers={"X-Request-ID": "page-7"})
        line = toolserver.until('"event": "execute_tool"')

    assert "[page-7]" in line
