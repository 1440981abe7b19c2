"""Phone numbers as people say them, compared as E.164."""

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, Field

HOME_REGION = "US"


def to_e164(spoken: str) -> str:
    """The number as `+12061351246`; ValueError when no such number can exist.

    Possible, not valid: the sample numbers lie in ranges that no telephone company hands out.
    """
    try:
        number = phonenumbers.parse(spoken, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("not a complete phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


PhoneNumber = Annotated[
    str,
    AfterValidator(to_e164),
    Field(
        description="The caller's phone number, for example (206) 135-1246.",
        json_schema_extra={"format": "phone"},
        max_length=40,
    ),
]
