"""Money, percentages, measures and sizes are said with their words."""

import pytest

from voice_engine.language.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("That is $142.18.", "That is one hundred forty-two dollars and eighteen cents."),
        ("It costs $5.", "It costs five dollars."),
        ("It costs $1.01.", "It costs one dollar and one cent."),
        ("Only $0.99 today.", "Only ninety-nine cents today."),
        ("We charged $1,250.50.", "We charged one thousand two hundred fifty dollars and fifty cents."),
        ("A $2.5 million budget.", "A two point five million dollars budget."),
        ("A $20 gift card for $20.00.", "A twenty dollar gift card for twenty dollars."),
        ("A balance of -$15.", "A balance of minus fifteen dollars."),
        ("€30 and £1.01.", "thirty euros and one pound and one penny."),
        ("It is $9.99/month.", "It is nine dollars and ninety-nine cents per month."),
        ("You get 20% off.", "You get twenty percent off."),
        ("A 12.5% discount.", "A twelve point five percent discount."),
        ("About 5-10% of people.", "About five to ten percent of people."),
        ("In 3–5 business days.", "In three to five business days."),
        ("It weighs 3.5 kg.", "It weighs three point five kilograms."),
        ("It weighs 1 lb. and 12 oz.", "It weighs one pound and twelve ounces."),
        (
            "There are 1,234,567 of them.",
            "There are one million two hundred thirty-four thousand five hundred sixty-seven of them.",
        ),
        ("2 x 3 boards of 90x200 cm.", "two by three boards of ninety by two hundred centimeters."),
        ("It is 2x faster.", "It is two times faster."),
        ("A 5'10\" board, flex 7/10.", "A five foot ten board, flex seven out of ten."),
        ("Size M/L, 10.5 boots.", "Size M or L, ten point five boots."),
        ("Add 1/2 or ¾ cup.", "Add one half or three quarters cup."),
        ("Version 2.0.1 is out.", "Version two point zero point one is out."),
        ("Your 1st and 22nd order.", "Your first and twenty-second order."),
        ("It is 72°F.", "It is seventy-two degrees Fahrenheit."),
        ("Agent 007 has 24/7 support.", "Agent zero zero seven has twenty-four seven support."),
    ],
)
def test_a_quantity_is_said_with_its_unit(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
