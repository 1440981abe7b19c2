"""Ids as they stand on the wire: a prefix that says what they name, and a ULID, or what people can hear and say."""

import secrets
from typing import Final

from sqlalchemy import Column, Connection, select
from stdnum import luhn
from ulid import ULID

ALPHABET: Final = "3479ACDEFHJKMNPRTWXY"  # no two that look or sound alike
_LENGTH: Final = 6  # and a check character


def new_id(prefix: str) -> str:
    """A fresh id such as `TS-01J…`; ids made later sort later."""
    return f"{prefix}-{ULID()}"


def new_spoken_id(db: Connection, column: Column[str], prefix: str) -> str:
    """A fresh number that people are told, such as `RMA-7KD4M9X`: seven characters, unique in the column.

    The last one is a check character: a number with one wrong character is no number.
    """
    while True:
        characters = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        spoken_id = f"{prefix}-{characters}{luhn.calc_check_digit(characters, alphabet=ALPHABET)}"
        if db.execute(select(column).where(column == spoken_id)).first() is None:
            return spoken_id


def is_spoken_id(text: str, prefix: str) -> bool:
    """Whether this is such a number: the prefix, the characters, and the one that checks them."""
    characters = text.removeprefix(f"{prefix}-")
    return len(characters) == _LENGTH + 1 and characters != text and luhn.is_valid(characters, alphabet=ALPHABET)
