"""Half a second of speech is a yes or a no where one was asked for."""

import pytest

from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    ("expects", "heard", "typed"),
    [
        ("yes_no", "Sore.", "Sure."),
        ("yes_no", "Sir,,", "Sure."),
        ("yes_no", "Note.", "Nope."),
        ("yes_no", "Now,", "No."),
        ("yes_no", "No thanks.", "No thanks."),
        ("yes_no", "My neck is sore.", "My neck is sore."),
        ("anything", "Sore.", "Sore."),
    ],
)
def test_a_bare_answer_is_what_was_meant(expects: str, heard: str, typed: str) -> None:
    assert digits_from_words(heard, expects) == typed
