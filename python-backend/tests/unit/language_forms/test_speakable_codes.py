"""Phone numbers, ids and addresses of the web are read character by character, or by name."""

import pytest

from voice_engine.language.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Call (206) 135-1246.", "Call two zero six, one three five, one two four six."),
        ("Call +1 206-135-1246.", "Call one, two zero six, one three five, one two four six."),
        (
            "Call 206.135.1246 or 2061351246.",
            "Call two zero six, one three five, one two four six or two zero six, one three five, one two four six.",
        ),
        ("Call 1-800-555-0199.", "Call one, eight zero zero, five five five, zero one nine nine."),
        ("Call +44 20 7946 0958.", "Call plus four four, two zero, seven nine four six, zero nine five eight."),
        ("Call 555-1246.", "Call five five five, one two four six."),
        ("Dial 911.", "Dial nine one one."),
        ("Between 200-1500 people came.", "Between two hundred to one thousand five hundred people came."),
        (
            "Return RMA-01J8ZK3V9QTC7N4W5XY6P2R8SD",
            "Return R M A, zero one J eight, Z K three V, nine Q T C, seven N four W, five X Y six, P two R eight, S D",
        ),
        ("Return RMA-42 is open.", "Return R M A, four two is open."),
        ("Item RIDGE-155 is in stock.", "Item Ridge, one five five is in stock."),
        ("Order #1001 is late.", "Order number one zero zero one is late."),
        ("Order 2024-1001 is late.", "Order two zero two four, one zero zero one is late."),
        ("The card ending in 4821.", "The card ending in four eight two one."),
        ("Your code is 739201.", "Your code is seven three nine, two zero one."),
        ("A 4K TV and an MP3 for X9.", "A four K TV and an M P three for X nine."),
        ("Write to jane.doe@gmail.com.", "Write to jane dot doe at gmail dot com."),
        (
            "Write to a_b-c+99@mail.example.co.uk, please.",
            "Write to a underscore b dash c plus nine nine at mail dot example dot co dot uk, please.",
        ),
        ("See https://example.com/returns?id=42 for more.", "See the link for more."),
        ("See [our returns page](https://example.com/a_b).", "See our returns page."),
        ("See www.example.com.", "See the link."),
    ],
)
def test_what_is_read_by_character_is_said_in_small_groups(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
