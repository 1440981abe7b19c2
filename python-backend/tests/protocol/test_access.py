"""Who gets a client secret, and who gets a call."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import Request
from pydantic import SecretStr

from voice_engine.app import create_app
from voice_engine.config import Settings
from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts
from voice_engine.transport.access import Access
from voice_engine.transport.client_secrets import ClientSecrets
from voice_engine.transport.origins import Origins

SECRETS, CALLS = "/v1/realtime/client_secrets", "/v1/realtime/calls"
HERE, ELSEWHERE = ("127.0.0.1", 1), ("10.0.0.9", 1)


class Time:
    """A clock that the test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def http(peer: tuple[str, int] = HERE, clock: Callable[[], float] | None = None, **settings: Any) -> httpx.AsyncClient:
    app = create_app(Settings(**settings), Parts(ScriptedBrain), clock=clock or Time())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=peer), base_url="http://engine")


async def test_a_secret_lasts_a_minute_unless_asked_otherwise() -> None:
    async with http() as client:
        usual = (await client.post(SECRETS)).json()
        longer = (await client.post(SECRETS, json={"expires_after": {"anchor": "created_at", "seconds": 600}})).json()

    assert usual["expires_at"] == 1_000_060
    assert longer["expires_at"] == 1_000_600
    assert usual["session"]["type"] == "realtime"


async def test_an_expired_secret_opens_nothing() -> None:
    clock = Time()
    async with http(clock=clock) as client:
        value = (await client.post(SECRETS)).json()["value"]
        headers = {"Authorization": f"Bearer {value}", "Content-Type": "application/sdp"}
        valid = await client.post(CALLS, content="nonsense", headers=headers)
        clock.now += 61
        expired = await client.post(CALLS, content="nonsense", headers=headers)

    assert valid.status_code == 400
    assert expired.status_code == 401
    assert expired.json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize(
    ("peer", "settings", "headers", "status"),
    [
        (HERE, {}, {}, 200),
        (HERE, {}, {"Authorization": "Bearer sk-any"}, 200),
        (ELSEWHERE, {}, {"Authorization": "Bearer sk-any"}, 401),
        (HERE, {}, {"Origin": "http://localhost:3000"}, 403),
        (ELSEWHERE, {"voice_engine_api_key": SecretStr("k")}, {"Authorization": "Bearer k"}, 200),
        (HERE, {"voice_engine_api_key": SecretStr("k")}, {"Authorization": "Bearer wrong"}, 401),
        (HERE, {"voice_engine_api_key": SecretStr("k")}, {}, 401),
    ],
)
async def test_only_services_get_secrets(
    peer: tuple[str, int], settings: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    async with http(peer, **settings) as client:
        answer = await client.post(SECRETS, headers=headers)

    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"v=0", "application/sdp", 400),
        (b"x" * 1_500_000, "application/sdp", 413),
        (b"", "application/sdp", 400),
        (b"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "application/sdp", 400),
        (b"--x\r\nno form", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data", 400),
    ],
)
async def test_a_body_that_is_no_offer_is_refused(content: bytes, content_type: str, status: int) -> None:
    headers = {"Authorization": "Bearer sk-any", "Content-Type": content_type}
    async with http() as client:
        answer = await client.post(CALLS, content=content, headers=headers)
        health = (await client.get("/healthz")).json()

    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"message", "type", "code", "param"}
    assert health["sessions"] == 0


def deep_session(levels: int) -> str:
    """A session whose one tool is nested so deeply."""
    parameters = '{"items":' * levels + "{}" + "}" * levels
    return f'{{"type": "realtime", "tools": [{{"type": "function", "name": "t", "parameters": {parameters}}}]}}'


@pytest.mark.parametrize("levels", [70, 300, 500, 900, 10_000])
async def test_a_session_that_is_nested_too_deeply_is_refused(levels: int) -> None:
    session = deep_session(levels)
    form = (None, "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), (None, session)
    async with http() as client:
        secret = await client.post(SECRETS, content=f'{{"session": {session}}}')
        headers = {"Authorization": "Bearer sk-any"}
        call = await client.post(CALLS, files={"sdp": form[0], "session": form[1]}, headers=headers)
        health = (await client.get("/healthz")).json()

    assert [secret.status_code, call.status_code] == [400, 400]
    assert health["sessions"] == 0


async def test_a_call_needs_a_credential() -> None:
    async with http() as client:
        answer = await client.post(CALLS, content="v=0", headers={"Content-Type": "application/sdp"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("http://localhost:3000", True), ("https://desk.example", True), ("https://evil.example", False)],
)
async def test_pages_of_our_own_may_call(origin: str, allowed: bool) -> None:
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-openai-agents-sdk",
    }
    headers = {"Origin": origin, "Authorization": "Bearer sk-any", "Content-Type": "application/sdp"}
    async with http(public_origin="https://desk.example") as client:
        asked = await client.options(CALLS, headers=preflight)
        called = await client.post(CALLS, content="v=0", headers=headers)

    assert (asked.headers.get("access-control-allow-origin") == origin) is allowed
    assert (called.status_code == 403) is not allowed


@pytest.mark.parametrize("method", ["OPTIONS", "POST"])
async def test_a_page_that_may_not_call_is_named_in_the_log_once_with_the_setting_to_change(
    method: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Origin": "https://desk.example", "Access-Control-Request-Method": "POST"}
    async with http() as client:
        for _ in range(2):
            await client.request(method, CALLS, headers=headers)

    lines = [record.getMessage() for record in caplog.records if "desk.example" in record.getMessage()]
    assert len(lines) == 1
    assert "PUBLIC_ORIGIN is not set" in lines[0]


async def test_pages_with_ever_other_names_fill_no_log(caplog: pytest.LogCaptureFixture) -> None:
    async with http() as client:
        for number in range(150):
            await client.post(CALLS, headers={"Origin": f"https://{number}.example"})

    assert len([record for record in caplog.records if ".example" in record.getMessage()]) == 100


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"session": {"type": "transcription"}}', b'{"expires_after": {"seconds": 1}}', b'{"x": 1}']
)
async def test_a_secret_for_nonsense_is_refused(body: bytes) -> None:
    async with http() as client:
        answer = await client.post(SECRETS, content=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_an_unknown_call_cannot_be_hung_up() -> None:
    async with http() as client:
        answer = await client.post(f"{CALLS}/rtc_1/hangup", headers={"Authorization": "Bearer sk-any"})

    assert answer.json()["error"]["code"] == "call_not_found"


@pytest.mark.parametrize(("given", "is_kept"), [("page-1.2", True), ("a b", False)])
async def test_every_answer_carries_a_request_id(given: str, is_kept: bool) -> None:
    async with http() as client:
        answer = await client.post(SECRETS, headers={"X-Request-ID": given})

    assert (answer.headers["x-request-id"] == given) is is_kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2:3", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network_of_64_bits(one: str, other: str, same: bool) -> None:
    access = Access("k", Origins(None), ClientSecrets(Time()))
    openers = [
        access.admit("k", Request({"type": "http", "headers": [], "client": (host, 1)})).opener for host in (one, other)
    ]

    assert (openers[0] == openers[1]) is same
