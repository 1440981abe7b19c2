"""Phone numbers as people say them, compared as E.164."""

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, Field

from toolserver.errors import ToolFailed
from toolserver.toolkit.kinds import Kind

HOME_REGION = "US"


def to_e164(spoken: str) -> str:
    """The number as `+12061351246`; ValueError when no such number can exist.

    Possible, not valid: the sample numbers lie in ranges that no telephone company hands out.
    """
    try:
        number = phonenumbers.parse(spoken, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("no phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("no complete phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def comparable(spoken: str) -> str:
    """The number as E.164; what is no number stays as it was said, and nobody has it."""
    try:
        return to_e164(spoken)
    except ValueError:
        return spoken


def require_complete(number: str) -> None:
    """Raises ToolFailed when no such number can exist: which texts are numbers, no schema can say."""
    try:
        to_e164(number)
    except ValueError as error:
        say = "That is no complete phone number. Could you tell me all of its digits?"
        raise ToolFailed("phone_number_incomplete", say=say, message=f"that is {error}") from error


PhoneNumber = Annotated[
    str,
    AfterValidator(comparable),
    Field(
        description="The caller's phone number, for example (206) 135-1246.",
        json_schema_extra={"format": "phone"},
        max_length=40,
    ),
    Kind("phone_number"),
]
