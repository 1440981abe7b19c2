"""Where a text is cut for speaking."""

import pytest

from voice_engine.pipeline.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Hello", ["Hello"]),
        ("Hello. How are you?", ["Hello.", "How are you?"]),
        ("It is $142.18 today. Shall I?", ["It is $142.18 today.", "Shall I?"]),
        ("Ask Dr. Smith. He knows.", ["Ask Dr. Smith.", "He knows."]),
        ("At 9 a.m. On Monday.", ["At 9 a.m. On Monday."]),
        ("Wait… No!\nYes.", ["Wait…", "No!", "Yes."]),
        ("mail jane.doe@example.com now. 12 came.", ["mail jane.doe@example.com now.", "12 came."]),
    ],
)
def test_a_text_is_cut_at_the_ends_of_its_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_very_long_sentence_is_cut_between_words() -> None:
    text = "word " * 2000 + "end."
    pieces = sentences(text)

    assert max(map(len, pieces)) <= 400
    assert " ".join(pieces) == text
