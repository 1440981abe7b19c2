"""Datagrams from anyone at a call's UDP port: the call goes on, and its voice is heard."""

import random
import re
import socket
from collections.abc import Iterator
from typing import Final

import httpx
import pytest
from aioice import stun
from aiortc.rtp import RtcpRrPacket, RtpPacket

from tests.conformance.conftest import StartEngine
from tests.conformance.rtc_client import RtcClient
from voice_engine.models.scripted import ScriptedBrain, ScriptedTextToSpeech
from voice_engine.pipeline.parts import Parts

HEADERS = {"Authorization": "Bearer sk-local", "Content-Type": "application/sdp"}
CANDIDATE = re.compile(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")
_DICE: Final = random.Random(7)

CLIENT_HELLO = bytes.fromhex("16fefd000000000000000000300100002400000000000000240000fefd") + bytes(32)
ALERT = bytes.fromhex("15fefd000000000000000100020228")  # fatal: handshake failure
CLOSE_NOTIFY = bytes.fromhex("15fefd000000000000000100020100")


def check() -> bytes:
    """A well-formed STUN check of somebody who does not know the password."""
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes.update({"USERNAME": "a:b", "PRIORITY": 1, "ICE-CONTROLLING": 5, "USE-CANDIDATE": None})
    message.add_message_integrity(b"guessed")
    return bytes(message)


def short_attribute() -> bytes:
    """A STUN message whose PRIORITY has two bytes instead of four."""
    attribute = bytes.fromhex("0024000200010000")
    return bytes.fromhex("00010008") + bytes.fromhex("2112a442") + bytes(12) + attribute


def cut(datagram: bytes) -> Iterator[bytes]:
    """Every beginning of a datagram, and some with bytes changed."""
    yield from (datagram[:length] for length in range(len(datagram) + 1))
    for _ in range(20):
        changed = bytearray(datagram)
        changed[_DICE.randrange(len(changed))] = _DICE.randrange(256)
        yield bytes(changed)


def hostile() -> list[bytes]:
    """A few hundred datagrams, the same in every run."""
    whole = [check(), short_attribute(), CLIENT_HELLO, ALERT, CLOSE_NOTIFY]
    whole += [RtpPacket(payload_type=96, payload=bytes(40)).serialize(), bytes(RtcpRrPacket(ssrc=1))]
    one_byte = [bytes([first]) for first in range(256)]
    noise = [_DICE.randbytes(_DICE.randint(1, 1500)) for _ in range(100)]
    return [b"", *one_byte, *noise, *(piece for datagram in whole for piece in cut(datagram))]


async def connected(url: str, client: RtcClient) -> tuple[str, int]:
    """Bring the call up; answers where its datagrams go."""
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post("/v1/realtime/calls", content=await client.offer())
    await client.accept(answer.text)
    await client.until("session.created")
    host, port = CANDIDATE.findall(answer.text)[0]
    return host, int(port)


async def is_alive_and_audible(client: RtcClient) -> bool:
    client.loudest = 0.0
    client.say("are you still there")
    await client.until("output_audio_buffer.stopped")
    return client.peer.connectionState == "connected" and client.loudest > 1000


def stranger() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


async def test_an_empty_datagram_from_a_stranger_ends_no_call(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain, text_to_speech=ScriptedTextToSpeech()))
    client = RtcClient()
    place = await connected(url, client)
    with stranger() as sender:
        sender.sendto(b"", place)

    assert await is_alive_and_audible(client)
    await client.close()


async def test_hundreds_of_hostile_datagrams_from_a_stranger_end_no_call(
    start_engine: StartEngine, caplog: pytest.LogCaptureFixture
) -> None:
    url = await start_engine(Parts(ScriptedBrain, text_to_speech=ScriptedTextToSpeech()))
    client = RtcClient()
    place = await connected(url, client)
    with stranger() as sender:
        for datagram in hostile():
            sender.sendto(datagram, place)

    assert await is_alive_and_audible(client)
    assert [record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
    await client.close()


async def test_hostile_datagrams_from_the_peers_own_socket_end_no_call(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain, text_to_speech=ScriptedTextToSpeech()))
    client = RtcClient()
    place = await connected(url, client)
    for sender in client.sockets():
        with sender:
            for datagram in hostile():
                sender.sendto(datagram, place)

    assert await is_alive_and_audible(client)
    await client.close()


async def test_a_stranger_cannot_break_the_handshake(start_engine: StartEngine) -> None:
    url = await start_engine(Parts(ScriptedBrain, text_to_speech=ScriptedTextToSpeech()))
    client = RtcClient()
    async with httpx.AsyncClient(base_url=url, headers=HEADERS) as http:
        answer = await http.post("/v1/realtime/calls", content=await client.offer())
    host, port = CANDIDATE.findall(answer.text)[0]
    with stranger() as sender:
        for datagram in hostile():
            sender.sendto(datagram, (host, int(port)))
    await client.accept(answer.text)
    await client.until("session.created")

    assert await is_alive_and_audible(client)
    await client.close()
