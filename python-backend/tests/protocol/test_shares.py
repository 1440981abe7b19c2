"""How many sessions a client secret, an address and everybody get."""

from dataclasses import dataclass

import pytest

from voice_engine.errors import InvalidCredential, TooManySessions
from voice_engine.models.scripted import ScriptedBrain
from voice_engine.pipeline.parts import Parts
from voice_engine.runner import Limits
from voice_engine.transport.sessions import Opener, SessionDefaults, Sessions, Shares

SHARES = Shares(most=6, of_an_address=4, of_a_secret=2)


@dataclass
class Door:
    """Sessions that are opened and never run."""

    sessions: Sessions

    def open(self, address: str, secret: str | None = None) -> str:
        """The id of a new session."""
        return self.sessions.open(Opener(address, secret), {})[0]


@pytest.fixture
def door() -> Door:
    """With room for six."""
    return Door(Sessions(Parts(ScriptedBrain), SessionDefaults("model", Limits(), SHARES), lambda: 0.0))


async def test_a_secret_opens_two_sessions_at_once_and_another_when_one_is_over(door: Door) -> None:
    first, _ = door.open("1.2.3.4", "ek_a"), door.open("1.2.3.4", "ek_a")
    with pytest.raises(TooManySessions, match="One client secret"):
        door.open("5.6.7.8", "ek_a")
    door.sessions.close(first)

    assert door.open("5.6.7.8", "ek_a")


async def test_an_address_gets_its_share_and_leaves_the_rest_to_others(door: Door) -> None:
    for number in range(4):
        door.open("1.2.3.4", f"ek_{number}")
    with pytest.raises(TooManySessions, match="One address"):
        door.open("1.2.3.4", "ek_more")

    assert door.open("5.6.7.8", "ek_other")


async def test_everybody_together_gets_no_more_than_there_is(door: Door) -> None:
    for number in range(6):
        door.open(f"10.0.0.{number}")
    with pytest.raises(TooManySessions, match="at most 6"):
        door.open("10.0.0.9")


async def test_a_refusal_is_one_that_a_client_understands(door: Door) -> None:
    assert TooManySessions("full").status == 429
    assert InvalidCredential("no").status == 401
