"""A date that was asked for is read from names, ordinals and bare figures."""

import pytest

from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("January fifth nineteen eighty", "January 5, 1980"),
        ("the twenty first of March two thousand and one", "March 21, 2001"),
        ("May two nineteen ninety-nine", "May 2, 1999"),
        ("oct 3 85", "October 3, 1985"),
        ("oh one oh two eighty", "January 2, 1980"),
        ("one five eighty", "January 5, 1980"),
        ("one slash five slash nineteen eighty", "January 5, 1980"),
        ("twelve thirty one ninety nine", "December 31, 1999"),
        ("01021980", "January 2, 1980"),
        ("oh one oh two one nine eight oh", "January 2, 1980"),
        ("no, January sixth, nineteen eighty", "no, January 6, 1980"),
        ("1/5/1980", "1/5/1980"),
        ("February thirtieth nineteen eighty", "February thirtieth nineteen eighty"),
        ("I don't know", "I don't know"),
    ],
)
def test_a_date_shows_day_and_year(heard: str, typed: str) -> None:
    assert digits_from_words(heard, "date") == typed
