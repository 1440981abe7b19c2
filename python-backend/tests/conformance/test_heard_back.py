"""What the installed voice says, the installed recogniser understands; collected only where both are."""

from collections.abc import Iterator

import numpy as np
import pytest

from voice_engine.audio.samples import Resampler
from voice_engine.models.speech import Speech, build_speech, default_folder
from voice_engine.pipeline.stages import Expectation, Pcm, TextToSpeech

SENTENCES = [
    ("I want to return my snowboard.", Expectation.ANYTHING, "return my snowboard"),
    ("What's on sale on boots?", Expectation.ANYTHING, "on sale on boots"),
    ("The edge came off after about three runs.", Expectation.ANYTHING, "edge came off"),
    ("(206) 135-1246", Expectation.DIGITS, "2061351246"),
    ("4, 8, 2, 1.", Expectation.DIGITS, "4821"),
    ("Yes, please.", Expectation.YES_NO, "yes"),
]


@pytest.fixture(scope="module")
def speech() -> Iterator[Speech]:
    built = build_speech(default_folder())
    yield built
    for worker in built.workers:
        worker.close()


async def spoken(voice: TextToSpeech, text: str, rate_hz: int) -> Pcm:
    """The sentence as samples, with a little silence after it."""
    resampler = Resampler(voice.sample_rate_hz, rate_hz)
    chunks = [resampler.push(chunk) async for chunk in voice.synthesise(text)]
    return np.concatenate([*chunks, np.zeros(rate_hz // 5, np.int16)])


@pytest.mark.parametrize(("text", "expects", "words"), SENTENCES)
async def test_a_sentence_is_heard_as_it_was_said(speech: Speech, text: str, expects: Expectation, words: str) -> None:
    hearing, voice = speech.speech_to_text, speech.text_to_speech
    assert hearing is not None
    assert voice is not None
    heard = await hearing.transcribe(await spoken(voice, text, hearing.sample_rate_hz), expects)

    plain = heard.lower() if expects is not Expectation.DIGITS else "".join(filter(str.isdigit, heard))
    assert words in plain
