"""No text, however odd, takes a voice or a recogniser's text much longer than plain text of its length."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from voice_engine.language.speakable import speakable
from voice_engine.language.spoken_numbers import digits_from_words

LENGTH = 20_000
BOUND = 25  # a pattern that searches a run again from each of its places takes hundreds of times as long
PLAIN = "The edge came off after about three runs, and we would like to return it. "
SHAPES = [
    "1", "-", "a", "A", ".", "[", "_", " ", "\n", "\n ", "\t\n", "1-", "-1", "a1", "A1", "A-", "a-1-", "a.", "a@",
    "1.", "1,", "1,111", "$1", "206-", "206-135-1246", "+1 ", "](", "[a](", "*_", "`", "http://", "12:", "1/1/",
    "Jan 1-", "#1", "1st ", "123 Main ", "12345-", "WA 9", "1%", "RMA-", "A1-b2_", "9am-", "\u0663", "é1",
]  # fmt: skip


HEARD = ["1 ", "1-", "a.", "A-", "1.", "1,", "one ", "four-", "oh ", "to ", "not one, ", "one dot ", "a b ", "hundred "]


def seconds(forms: Callable[[str], str], shape: str, length: int) -> float:
    """The processor's time for so much of it."""
    text = (shape * length)[:length]
    start = time.process_time()
    forms(text)
    return time.process_time() - start


@pytest.fixture(scope="module")
def plain_s() -> float:
    return min(seconds(speakable, PLAIN, LENGTH) for _ in range(3))


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_text_is_read_as_fast_as_plain_text(plain_s: float, shape: str) -> None:
    assert any(seconds(speakable, shape, LENGTH) < BOUND * plain_s for _ in range(3))


@pytest.mark.parametrize("expects", ["digits", "date", "spelling"])
@pytest.mark.parametrize("shape", HEARD)
@pytest.mark.parametrize("length", [2_000, LENGTH])
def test_a_recogniser_that_repeats_itself_costs_no_more_than_a_long_sentence(
    shape: str, expects: str, length: int
) -> None:
    forms = partial(digits_from_words, expects=expects)
    plain_s = min(seconds(forms, PLAIN, 2_000) for _ in range(3))

    assert any(seconds(forms, shape, length) < 4 * BOUND * plain_s for _ in range(3))
