"""What the recogniser writes comes out as one would type it, also where nothing was asked for."""

import pytest

from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    ("expects", "heard", "typed"),
    [
        ("anything", "I paid two hundred fifty dollars", "I paid $250"),
        ("anything", "one thousand two hundred dollars and fifty cents", "$1200.50"),
        ("anything", "two and a half thousand dollars", "$2500"),
        ("anything", "about twenty bucks", "about $20"),
        ("anything", "1,200 dollars", "$1200"),
        ("anything", "a couple of dollars", "a couple of dollars"),
        ("anything", "no, it's one two four seven", "no, it's 1247"),
        ("anything", "my number is two oh six one three five one two four six", "my number is 2061351246"),
        ("anything", "my email is jane underscore doe at example dot com", "my email is jane_doe@example.com"),
        ("anything", "born the fifth of January nineteen eighty", "born January 5, 1980"),
        ("anything", "I bought two at amazon dot com", "I bought two at amazon dot com"),
        ("anything", "I have two or three boards", "I have two or three boards"),
        ("anything", "between five and ten days", "between five and ten days"),
        ("anything", "one for my two kids", "one for my two kids"),
        ("yes_no", "yep, that's right", "yep, that's right"),
        ("yes_no", "no, one two four seven", "no, 1247"),
    ],
)
def test_dictated_text_is_written_as_one_would_type_it(expects: str, heard: str, typed: str) -> None:
    assert digits_from_words(heard, expects) == typed
