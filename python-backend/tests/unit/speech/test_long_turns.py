"""Turns of minutes and sentences without an end: each call of a model is short, and nothing is left out."""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.test_runner import talking
from tests.unit.speech.models import Ear, Mouth
from voice_engine.audio.pauses import between_pauses
from voice_engine.models.kokoro import KokoroTextToSpeech
from voice_engine.models.moonshine import MoonshineSpeechToText
from voice_engine.models.scripted import LoudnessTurnDetector, ScriptedBrain, ScriptedTextToSpeech, tone
from voice_engine.models.worker import Worker
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.sentences import BREATH, breaths
from voice_engine.pipeline.stages import Expectation, Pcm
from voice_engine.runner import Limits

RATE = 16_000
LONGEST_S = 15


@pytest.fixture
def ear() -> Iterator[Worker]:
    worker = Worker(Ear)
    yield worker
    worker.close()


@pytest.fixture
def mouth() -> Iterator[Worker]:
    worker = Worker(Mouth)
    yield worker
    worker.close()


def speech(seconds: int, pause_every_s: float = 4.3, pause_s: float = 0.3) -> Pcm:
    """A tone with short pauses, none of them long enough to end a turn."""
    sound = tone(seconds * 1000, RATE)
    for start in range(int(pause_every_s * RATE), len(sound), int(pause_every_s * RATE)):
        sound[start : start + int(pause_s * RATE)] = 0
    return sound


async def test_a_long_turn_is_heard_piece_by_piece_and_cut_where_it_is_quiet(ear: Worker) -> None:
    heard = (await MoonshineSpeechToText(ear).transcribe(speech(64), Expectation.ANYTHING)).split()
    lengths, edges = zip(*(map(int, piece.split("/")) for piece in heard), strict=True)

    assert sum(lengths) == 64 * RATE
    assert max(lengths) <= LONGEST_S * RATE
    assert max(edges[:-1]) == 0


async def test_a_short_turn_is_heard_as_a_whole(ear: Worker) -> None:
    heard = await MoonshineSpeechToText(ear).transcribe(speech(LONGEST_S), Expectation.ANYTHING)

    assert heard.startswith(f"{LONGEST_S * RATE}/")


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=60), st.integers(1, 5))
def test_no_sample_is_lost_or_heard_twice_however_it_is_cut(loudness: list[int], longest_s: int) -> None:
    sound = np.repeat(np.array(loudness, np.int16), RATE // 2)
    pieces = between_pauses(sound, RATE, longest_s)

    assert np.array_equal(np.concatenate(pieces), sound)
    assert all(0 < len(piece) <= longest_s * RATE for piece in pieces)


def test_no_audio_is_one_piece_of_nothing() -> None:
    assert [len(piece) for piece in between_pauses(np.zeros(0, np.int16), RATE, 15)] == [0]


async def test_a_turn_as_long_as_a_turn_may_be_has_the_time_it_takes() -> None:
    """The limit grows with what was said: here each second of audio may take longer than all of a short turn."""

    class Slow:
        sample_rate_hz = RATE

        async def transcribe(self, pcm: Pcm, expects: Expectation) -> str:
            await asyncio.sleep(0.5)
            return "heard"

    parts = Parts(lambda: ScriptedBrain(), LoudnessTurnDetector, Slow(), ScriptedTextToSpeech(1))
    async with talking(parts, Limits(speech_to_text_s=0.1)) as client:
        client.speak(duration_ms=3000)
        done = await client.until("response.done")

    assert done["response"]["status"] == "completed"


async def spoken(mouth: Worker, text: str) -> tuple[list[str], int]:
    """What the voice was given, and how many samples came of it."""
    chunks = [chunk async for chunk in KokoroTextToSpeech(mouth).synthesise(text)]
    return await mouth.call("texts"), sum(map(len, chunks))


@pytest.mark.parametrize(
    "text",
    ["and " * 1000, "x" * 4000, "one, two and three, " * 200, "1 " * 200, "a" * 119 + " " + "b" * 119, "9" * 400],
)
async def test_an_endless_sentence_is_spoken_breath_by_breath(mouth: Worker, text: str) -> None:
    texts, samples = await spoken(mouth, text)

    assert max(map(len, texts)) <= BREATH + 1
    assert samples == sum(map(len, texts))


async def test_a_sentence_of_one_breath_is_spoken_as_it_is(mouth: Worker) -> None:
    assert (await spoken(mouth, "It is in your cart"))[0] == ["It is in your cart."]


def test_a_breath_ends_at_a_comma_where_there_is_one() -> None:
    clause = "the order of the twin tip board from september"

    assert breaths(f"{clause}, {clause}, {clause}") == [f"{clause}, {clause},", clause]


@given(st.text(alphabet="ab ,;.", max_size=1000))
def test_no_word_is_left_out_or_said_twice(text: str) -> None:
    pieces = breaths(text)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= BREATH for piece in pieces)
