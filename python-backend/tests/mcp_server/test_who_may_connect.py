"""Services, sessions and strangers over MCP: the same rules as for every other request."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from mcp import MCPError

from tests.mcp_server.conftest import McpServer, error_of
from tests.mcp_server.serving import serving
from toolserver.app import create_app
from toolserver.config import Settings

_LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
_ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[McpServer]:
    """A toolserver with a key, seen by a stranger."""
    database_url = f"sqlite:///{tmp_path / 'guarded.db'}"
    app = create_app(Settings(database_url=database_url, toolserver_api_key="service-key", openai_api_key=None))
    with serving(app) as url:
        yield McpServer(url, database_url)


def refusal(response: httpx2.Response) -> tuple[int, str]:
    """Status and error code."""
    return response.status_code, response.json()["error"]["code"]


async def test_a_session_lists_only_what_it_was_granted(server: McpServer) -> None:
    async with server.open_session("writeEntry", "ownEntries").connect() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]

    assert names == ["writeEntry", "ownEntries"]


async def test_a_session_calls_only_what_it_was_granted(server: McpServer) -> None:
    session = server.open_session("countEntries")

    assert error_of(await session.call("writeEntry", call_id="c"))["code"] == "not_permitted"
    assert server.rows() == 0


async def test_an_agent_is_checked_against_its_own_tools(server: McpServer) -> None:
    session = server.open_session("writeEntry")

    assert error_of(await session.call("writeEntry", call_id="c", agent="sales"))["code"] == "not_permitted"
    assert not (await session.call("writeEntry", call_id="c", agent="clerk")).is_error


async def test_a_session_needs_a_verified_customer_for_customer_data(server: McpServer) -> None:
    result = await server.open_session("ownEntries").call("ownEntries", call_id="c")

    assert error_of(result)["code"] == "verification_required"


async def test_a_session_needs_call_ids(server: McpServer) -> None:
    error = error_of(await server.open_session("writeEntry").call("writeEntry"))

    assert (error["code"], error["fields"]) == ("invalid_arguments", {"call_id": "required"})


async def test_call_ids_of_two_sessions_never_meet(server: McpServer) -> None:
    await server.open_session("writeEntry").call("writeEntry", call_id="call-1")
    await server.open_session("writeEntry").call("writeEntry", call_id="call-1")

    assert server.rows() == 2


async def test_the_same_call_again_and_again_is_cut_off(server: McpServer) -> None:
    session = server.open_session("writeEntry")
    codes = [(await session.call("writeEntry", call_id=f"call-{turn}")).is_error for turn in range(3)]
    last = await session.call("writeEntry", call_id="call-3")

    assert codes == [False, False, False]
    assert error_of(last)["code"] == "repeated_call"
    assert server.rows() == 1  # the same write of a moment ago is answered from the first


async def test_the_right_key_is_a_service(guarded: McpServer) -> None:
    service = replace(guarded, headers={"Authorization": "Bearer service-key"})
    async with service.connect() as client:
        assert len((await client.list_tools()).tools) > 5


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic c2VydmljZQ=="}])
def test_wrong_credentials_are_401_before_any_mcp(guarded: McpServer, headers: dict[str, str]) -> None:
    response = httpx2.post(f"{guarded.url}/mcp", json=_LIST, headers=headers)  # without an Accept that MCP would need

    assert refusal(response) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_stock_client_without_credentials_does_not_get_in(guarded: McpServer) -> None:
    with pytest.RaisesGroup(MCPError, flatten_subgroups=True):
        async with guarded.connect():
            pass


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}])
def test_without_a_key_no_web_page_gets_in(server: McpServer, headers: dict[str, str]) -> None:
    response = httpx2.post(f"{server.url}/mcp", json=_LIST, headers=headers)

    assert refusal(response) == (401, "unauthenticated")


def test_a_body_of_another_type_is_refused(server: McpServer) -> None:
    response = httpx2.post(f"{server.url}/mcp", content="{}", headers={"Content-Type": "text/plain"})

    assert refusal(response) == (415, "unsupported_media_type")


def test_a_body_over_the_limit_is_refused(server: McpServer) -> None:
    response = httpx2.post(f"{server.url}/mcp", json={**_LIST, "params": {"x": "x" * 1_000_000}})

    assert refusal(response) == (413, "too_large")


def test_a_body_nested_too_deep_is_refused(server: McpServer) -> None:
    deep = "[" * 40 + "]" * 40
    response = httpx2.post(f"{server.url}/mcp", content=deep, headers={"Content-Type": "application/json"})

    assert refusal(response) == (400, "malformed_request")


def test_answers_carry_the_security_headers(server: McpServer) -> None:
    response = httpx2.post(f"{server.url}/mcp", json=_LIST, headers=_ACCEPT)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_stream_to_open_and_none_to_end(server: McpServer, method: str) -> None:
    assert refusal(httpx2.request(method, f"{server.url}/mcp", headers=_ACCEPT)) == (405, "method_not_allowed")


def test_mcp_is_not_in_the_openapi_document(server: McpServer) -> None:
    assert "/mcp" not in httpx2.get(f"{server.url}/openapi.json").json()["paths"]
