"""Where audio goes: a configured host, a configured range of ports."""

import re
import socket

import httpx

from tests.conformance.conftest import StartEngine
from tests.conformance.rtc_client import RtcClient
from voice_engine.config import Settings
from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts

HEADERS = {"Authorization": "Bearer sk-local", "Content-Type": "application/sdp"}
CANDIDATE = re.compile(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")


async def test_the_answer_names_the_configured_host_and_a_port_of_the_range(start_engine: StartEngine) -> None:
    settings = Settings(voice_engine_ice_host="127.0.0.2", voice_engine_udp_ports="18390-18397")
    url = await start_engine(Parts(ScriptedBrain), settings)
    client = RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post("/v1/realtime/calls", content=await client.offer())
    await client.accept(answer.text)
    created = await client.until("session.created")
    await client.close()

    candidates = set(CANDIDATE.findall(answer.text))
    assert {host for host, _ in candidates} == {"127.0.0.2"}
    assert all(18390 <= int(port) <= 18397 for _, port in candidates)
    assert created["session"]["object"] == "realtime.session"


async def test_a_call_without_a_free_port_is_refused_and_forgotten(start_engine: StartEngine) -> None:
    await start_engine(Parts(ScriptedBrain))
    client = RtcClient()
    offer = await client.offer()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        url = await start_engine(Parts(ScriptedBrain), Settings(voice_engine_udp_ports=f"{port}-{port}"))
        async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
            answer = await http.post("/v1/realtime/calls", content=offer)
            health = (await http.get("/healthz")).json()
    await client.close()

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_free_port")
    assert health["sessions"] == 0


async def test_only_so_many_sessions_run_at_once(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain), Settings(voice_engine_sessions=1))
    first, second = RtcClient(), RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        accepted = await http.post("/v1/realtime/calls", content=await first.offer())
        refused = await http.post("/v1/realtime/calls", content=await second.offer())
    await first.close()
    await second.close()

    assert (accepted.status_code, refused.status_code) == (201, 429)
