"""Digits that were asked for come out as one run, however they were said."""

import pytest

from voice_engine.language.spoken_numbers import digits_from_words


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("four thousand eight hundred twenty one", "4821"),
        ("four thousand eight hundred and twenty-one", "4821"),
        ("forty eight twenty one", "4821"),
        ("forty-eight twenty-one", "4821"),
        ("Four, eight, two, one.", "4821."),
        ("um, four eight, uh, two one", "um, 4821"),
        ("for eight two won", "4821"),
        ("4,821", "4821"),
        ("oh oh four two", "0042"),
        ("double two four one", "2241"),
        ("triple five one", "5551"),
        ("two double oh six", "2006"),
        ("nine eight one oh one", "98101"),
        ("ninety eight thousand one hundred one", "98101"),
        ("two thousand and five", "2005"),
        ("one hundred twenty three", "123"),
        ("twelve hundred", "1200"),
        ("one thousand", "1000"),
        ("two oh six, one three five, one two four six", "2061351246"),
        ("(206) 135-1246", "2061351246"),
        ("two hundred six one three five one two four six", "2061351246"),
        ("eight hundred five five five one two one two", "8005551212"),
        ("one eight hundred five five five oh one nine nine", "18005550199"),
        ("plus one two oh six one three five one two four six", "+12061351246"),
        ("area code two oh six one three five twelve forty six", "area code 2061351246"),
        ("no, it's one two four seven", "no, it's 1247"),
        ("No, one two four seven, not one two four six.", "No, 1247, not 1246."),
        ("not two four six, two four seven", "not 246; 247"),
        ("4821, sorry, 4822", "4821, sorry, 4822"),
        ("it ends in one two four seven", "it ends in 1247"),
        ("I don't have it", "I don't have it"),
        ("the one from before", "the one from before"),
        ("five hundred and I am done", "500 and I am done"),
    ],
)
def test_digits_are_one_run(heard: str, typed: str) -> None:
    assert digits_from_words(heard, "digits") == typed
