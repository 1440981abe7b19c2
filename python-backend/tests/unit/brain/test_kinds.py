"""Values are heard by the kind that the schema says, whatever a field is called."""

from typing import Any

import pytest

from voice_engine.models.offline.fields import Kind, fields_of
from voice_engine.models.offline.filling import extract
from voice_engine.models.offline.schemas import read_schema

ACCOUNT = "^[0-9]{6,17}$"


def heard(kind: str, text: str, *, asked: bool = True, name: str = "value", pattern: str = "") -> Any:
    """What a field of this kind takes from the sentence."""
    spec = {"type": "string", "x-kind": kind, **({"pattern": pattern} if pattern else {})}
    (field,) = fields_of(read_schema({"type": "object", "properties": {name: spec}}))
    return extract(field, text, asked=asked)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$50.25", "50.25"),
        ("fifty dollars", "50"),
        ("fifty bucks", "50"),
        ("two hundred and fifty dollars", "250"),
        ("please send 1,200 dollars to savings", "1200"),
        ("move $2,500.50", "2500.50"),
        ("a hundred dollars", "100"),
        ("twenty five dollars and fifty cents", "25.50"),
        ("250", "250"),
        ("two hundred fifty", "250"),
        ("it should be 75", "75"),
        ("thirty euros", "30"),
    ],
)
def test_money_is_a_decimal_text(text: str, amount: str) -> None:
    assert heard("money", text) == amount


@pytest.mark.parametrize("text", ["I want to send money", "my number is 4021873365", "on the 5th"])
def test_money_that_was_not_asked_for_needs_a_currency(text: str) -> None:
    assert heard("money", text, asked=False) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4021873365", "4021873365"),
        ("402 187 3365", "4021873365"),
        ("402-187-3365", "4021873365"),
        ("it's 4021873365", "4021873365"),
        ("four zero two one eight seven three three six five", "4021873365"),
        ("four oh two, one eight seven, double three six five", "4021873365"),
        ("12345678", "12345678"),
        ("my account number is 40 21 87 33 65.", "4021873365"),
        ("the account ends in 3365", None),
        ("1234", None),
        ("I don't have it here", None),
        ("account 123456", "123456"),
    ],
)
def test_a_code_has_its_form(text: str, number: str | None) -> None:
    assert heard("code", text, name="account_number", pattern=ACCOUNT) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("my account number is 4021873365", "4021873365"), ("call me at 2125550114", None)],
)
def test_a_code_that_was_not_asked_for_is_named(text: str, number: str | None) -> None:
    assert heard("code", text, asked=False, name="account_number", pattern=ACCOUNT) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("CUST-12345", "CUST-12345"), ("cust-12345", "CUST-12345"), ("one two three four five", "CUST-12345")],
)
def test_a_code_with_letters_may_be_said_without_them(text: str, number: str) -> None:
    assert heard("code", text, pattern="^CUST-[0-9]{5}$") == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("97205", "97205"),
        ("97205-1234", "97205-1234"),
        ("nine seven two oh five", "97205"),
        ("it's 60614", "60614"),
        ("k1a 0b1", "K1A 0B1"),
        ("my zip is 30309.", "30309"),
        ("zero two one three nine", "02139"),
        ("Seattle", None),
    ],
)
def test_a_postal_code_is_one(text: str, code: str | None) -> None:
    assert heard("postal_code", text) == code


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sarah.jones@email.com", "sarah.jones@email.com"),
        ("it's Sarah.Jones@Email.com", "sarah.jones@email.com"),
        ("sarah dot jones at email dot com", "sarah.jones@email.com"),
        ("my email is john dot smith at email dot com", "john.smith@email.com"),
        ("mary underscore w at example dot org", "mary_w@example.org"),
        ("I'd rather not say", None),
    ],
)
def test_an_email_is_typed_or_spoken(text: str, address: str | None) -> None:
    assert heard("email", text) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("123 Main St, Anytown", "123 Main St, Anytown"),
        ("send it to 9 Orchard Lane, Fairview", "9 Orchard Lane, Fairview"),
        ("it's 77 Mill Street Brookside 11201", "77 Mill Street Brookside 11201"),
        ("yes please", None),
    ],
)
def test_an_address_in_one_line_is_the_answer(text: str, address: str | None) -> None:
    assert heard("postal_address", text) == address


@pytest.mark.parametrize(
    ("kind", "name"),
    [("phone_number", "account_id"), ("code", "phone"), ("email", "amount"), ("day", "price"), ("money", "reason")],
)
def test_a_kind_counts_more_than_a_name(kind: str, name: str) -> None:
    spec = {"type": "string", "x-kind": kind}
    (field,) = fields_of(read_schema({"type": "object", "properties": {name: spec}}))
    kinds = {"phone_number": Kind.PHONE, "code": Kind.CODE, "email": Kind.EMAIL, "day": Kind.DATE, "money": Kind.MONEY}

    assert field.kind is kinds[kind]


@pytest.mark.parametrize(
    ("text", "side", "number"),
    [
        ("from 4021873365 to 4021873373", "from_account", "4021873365"),
        ("from 4021873365 to 4021873373", "to_account", "4021873373"),
        ("it goes to 4021873373", "to_account", "4021873373"),
        ("it goes to 4021873373", "from_account", None),
        ("my account number is 4021873365", "from_account", None),
        ("I want to move money to 4021873373 from 4021873365", "to_account", "4021873373"),
    ],
)
def test_of_two_alike_codes_each_is_told_by_its_side(text: str, side: str, number: str | None) -> None:
    assert heard("code", text, asked=False, name=side, pattern=ACCOUNT) == number
