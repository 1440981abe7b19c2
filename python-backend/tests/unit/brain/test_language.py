"""Tables of what people say and what it means."""

from datetime import date

import pytest

from voice_engine.language.choices import choose, yes_or_no
from voice_engine.language.contacts import find_address, find_email, find_phone
from voice_engine.language.dates import find_date
from voice_engine.language.numbers import digit_runs, number_in
from voice_engine.models.offline.wording import spaced_phone


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("206 135 1246", "2061351246"),
        ("(206) 135-1246", "2061351246"),
        ("it's two oh six, one three five, one two four six", "2061351246"),
        ("two zero six one three five twelve forty-six", "2061351246"),
        ("206 double one 5 12 46", "2061151246"),
        ("+1 206 135 1246", "2061351246"),
        ("my number is 206 135 1246 and I was born January 5th 1980", "2061351246"),
        ("I don't have one", None),
    ],
)
def test_phone_numbers_are_understood_as_people_say_them(said: str, number: str | None) -> None:
    assert find_phone(said) == number


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("January 5th 1980", date(1980, 1, 5)),
        ("the fifth of January nineteen eighty", date(1980, 1, 5)),
        ("january fifth nineteen eighty", date(1980, 1, 5)),
        ("march twenty first two thousand and one", date(2001, 3, 21)),
        ("1/5/1980", date(1980, 1, 5)),
        ("1980-01-05", date(1980, 1, 5)),
        ("5 Jan 80", date(1980, 1, 5)),
        ("May 3rd, nineteen oh nine", date(1909, 5, 3)),
        ("June tenth twenty ten", date(2010, 6, 10)),
        ("February 30th 1980", None),
        ("sometime in January", None),
    ],
)
def test_dates_are_understood_as_people_say_them(said: str, day: date | None) -> None:
    assert find_date(said) == day


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("$42.50", 42.5),
        ("1,200 dollars", 1200),
        ("five grand", 5000),
        ("two and a half thousand", 2500),
        ("soon", None),
    ],
)
def test_amounts_are_understood_as_people_say_them(said: str, amount: float | None) -> None:
    assert number_in(said) == amount


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("peter dot smith at example dot com", "peter.smith@example.com"),
        ("it's ada@example.org.", "ada@example.org"),
        ("I have none", None),
    ],
)
def test_e_mail_addresses_are_understood_typed_and_spoken(said: str, address: str | None) -> None:
    assert find_email(said) == address


def test_a_postal_address_is_taken_apart() -> None:
    assert find_address("It's 12 Pine Street, Seattle, Washington 98101") == {
        "street": "12 Pine Street",
        "city": "Seattle",
        "state": "Washington",
        "postal_code": "98101",
    }


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yes please", True),
        ("yeah, that's right", True),
        ("no thanks", False),
        ("that's not right", False),
        ("no problem, go ahead", True),
        ("the blue one", None),
    ],
)
def test_yes_and_no_are_told_apart(said: str, answer: bool | None) -> None:
    assert yes_or_no(said) is answer


@pytest.mark.parametrize(
    ("said", "value"),
    [("sure, sign me up", "ACCEPTED"), ("no thanks", "DECLINED"), ("maybe later", "REMIND_LATER"), ("hmm", None)],
)
def test_an_offer_is_answered_by_yes_no_and_later(said: str, value: str | None) -> None:
    assert choose(said, ("ACCEPTED", "DECLINED", "REMIND_LATER"), asked=True) == value


def test_an_abbreviation_is_known_by_the_words_it_stands_for() -> None:
    description = "Whether they are from the credit card or the social security number (SSN)."

    assert choose("my social security", ("credit_card", "ssn"), description, asked=False) == "ssn"
    assert choose("from my card", ("credit_card", "ssn"), description, asked=False) == "credit_card"


def test_runs_of_digits_end_where_words_begin() -> None:
    assert digit_runs("the code is 1 2 3 4 and the zip is 98101") == ["1234", "98101"]


def test_a_phone_number_is_read_back_digit_by_digit() -> None:
    assert spaced_phone("2061351246") == "2 0 6, 1 3 5, 1 2 4 6"
