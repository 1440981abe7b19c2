"""Phone numbers in every usual spelling."""

import pytest

from toolserver.toolkit.phone_numbers import to_e164


@pytest.mark.parametrize(
    "spoken", ["(206) 135-1246", "206 135 1246", "2061351246", "+1 206-135-1246", "1-206-135-1246", "206.135.1246"]
)
def test_every_usual_spelling_is_the_same_number(spoken: str) -> None:
    assert to_e164(spoken) == "+12061351246"


@pytest.mark.parametrize("spoken", ["", "call me", "135", "206135124612461246"])
def test_what_cannot_be_a_number_is_refused(spoken: str) -> None:
    with pytest.raises(ValueError, match="phone number"):
        to_e164(spoken)
