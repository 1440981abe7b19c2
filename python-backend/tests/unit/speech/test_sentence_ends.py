"""Kokoro gets sentences that end."""

import pytest

from voice_engine.models.kokoro import ended


@pytest.mark.parametrize(
    ("text", "spoken"), [("no", "no."), ("Really? ", "Really?"), ("one, two", "one, two."), ("", ""), (" ", "")]
)
def test_what_ends_without_a_mark_gets_one(text: str, spoken: str) -> None:
    assert ended(text) == spoken
