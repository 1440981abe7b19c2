"""An e-mail address that was dictated is written as one."""

import pytest

from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("John.smithatgmail.com.", "john.smith@gmail.com."),
        ("john dot smith at gmail dot com", "john.smith@gmail.com"),
        ("j a n e at example dot co dot uk", "jane@example.co.uk"),
        ("mary dash ann plus shop at mail dot example dot org", "mary-ann+shop@mail.example.org"),
        ("peter ninety nine at yahoo dot com", "peter99@yahoo.com"),
        ("double oh seven at gmail dot com", "007@gmail.com"),
        ("no, it's jane two at gmail dot com", "no, it's jane2@gmail.com"),
        ("it's j dot doe at outlook dot com", "it's j.doe@outlook.com"),
    ],
)
def test_an_address_is_written_as_one(heard: str, typed: str) -> None:
    assert digits_from_words(heard, "spelling") == typed
