"""Of a number that is taken back and said again, the second counts."""

import pytest

from voice_engine.language.contacts import find_phone
from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    "heard",
    [
        "two oh six one three five one two four six, no, two oh six one three five one two four seven",
        "It's 206-135-1246, sorry, 206-135-1247.",
        "206 135 1246. Wait, I mean 206 135 1247.",
        "not 2061351246, 2061351247",
        "No, 206-135-1247, not 206-135-1246.",
        "no, it's two oh six one three five one two four seven",
    ],
)
def test_a_corrected_phone_number_is_the_one_that_is_meant(heard: str) -> None:
    assert find_phone(digits_from_words(heard, "digits")) == "2061351247"
