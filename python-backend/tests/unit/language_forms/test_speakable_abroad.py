"""Numbers, times, money and accounts as they are written elsewhere, read aloud."""

import pytest

from voice_engine.language.speakable import speakable

INSTANTS = {
    "Starts 2026-03-29T02:30:00+01:00.": "Starts March twenty-ninth, twenty twenty-six at two thirty AM.",
    "2026-12-01T14:05:00-08:00": "December first, twenty twenty-six at two oh five PM",
    "2026-12-01T14:05:00.250+0530": "December first, twenty twenty-six at two oh five PM",
    "2026-12-01 09:00:00Z": "December first, twenty twenty-six at nine AM",
    "2026-12-01T21:15Z": "December first, twenty twenty-six at nine fifteen PM",
    "at 12:30:15+02:00": "at twelve thirty",
    "2026-12-01T00:00:00-05:00 sharp": "December first, twenty twenty-six at twelve AM sharp",
    "from 2026-12-01T08:00:00+01:00 on": "from December first, twenty twenty-six at eight AM on",
}
TIMES = {
    "We open at 19:45.": "We open at seven forty-five PM.",
    "at 1900 hours": "at nineteen hundred hours",
    "at 0830 hours": "at oh eight thirty hours",
    "at 0005 hours": "at zero zero oh five hours",
    "until 24:00": "until midnight",
    "00:15": "twelve fifteen AM",
    "between 08:00 and 17:30": "between eight AM and five thirty PM",
    "at 2359h": "at twenty-three fifty-nine hours",
    "2024 hours of work": "two thousand twenty-four hours of work",
}
DECIMALS = {
    "It is €19,90.": "It is nineteen euros and ninety cents.",
    "19,90 €": "nineteen euros and ninety cents",
    "1.299,00 €": "one thousand two hundred ninety-nine euros",
    "€1.299,50": "one thousand two hundred ninety-nine euros and fifty cents",
    "1 299,00 EUR": "one thousand two hundred ninety-nine euros",
    "1\u00a0299,00 EUR": "one thousand two hundred ninety-nine euros",
    "€1.000": "one thousand euros",
    "1.000.000 people": "one million people",
    "10 000 people": "ten thousand people",
    "2 500 000 people": "two million five hundred thousand people",
    "2,5 kg": "two point five kilograms",
    "3,5 %": "three point five percent",
    "0,75 l": "zero point seven five liters",
    "12,5 hours": "twelve point five hours",
    "a size of 42,5": "a size of forty-two point five",
    "1,250.5": "one thousand two hundred fifty point five",
    "1,000": "one thousand",
    "rooms 1, 2 and 3": "rooms one, two and three",
    "10, 20, 30": "ten, twenty, thirty",
    "₹1,20,000": "one hundred twenty thousand rupees",
    "₹12,34,567.50": "one million two hundred thirty-four thousand five hundred sixty-seven rupees and fifty paise",
}
NO_NUMBERS = {
    "nan": "not a number",
    "The average is NaN.": "The average is not a number.",
    "nan%": "not a number percent",
    "total: nan": "total: not a number",
    "my nan called": "my nan called",
    "nan bread, please": "nan bread, please",
    "inf": "infinity",
    "-inf": "minus infinity",
    "info": "info",
    "That is 1e-07 percent": "That is one times ten to the power of minus seven percent",
    "6.02e23": "six point zero two times ten to the power of twenty-three",
    "-2.5E+3": "minus two point five times ten to the power of three",
    "item 3e": "item 3e",
}
MONEY = {
    "£5": "five pounds",
    "¥1,500": "one thousand five hundred yen",
    "1500 JPY": "one thousand five hundred yen",
    "CHF 20.50": "twenty Swiss francs and fifty centimes",
    "250 kr": "two hundred fifty kroner",
    "1.000,50 kr": "one thousand kroner and fifty øre",
    "1 NOK": "one krone",
    "50 SEK": "fifty kronor",
    "PLN 3,50": "three zlotys and fifty groszy",
    "R$ 10,99": "ten reais and ninety-nine centavos",
    "20 AUD": "twenty Australian dollars",
    "MXN 200": "two hundred Mexican pesos",
    "₩5,000": "five thousand won",
    "₺75": "seventy-five lira",
    "₪12.50": "twelve shekels and fifty agorot",
    "ZAR 99": "ninety-nine rand",
    "-€5": "minus five euros",
    "€5-€10": "five euros to ten euros",
    "$1,299.00": "one thousand two hundred ninety-nine dollars",
    "US$5M": "five million dollars",
    "£3.5k": "three point five thousand pounds",
}
ACCOUNTS = {
    "IBAN NO93 8601 1117 947": "IBAN N O nine three, eight six zero one, one one one seven, nine four seven",
    "DE89370400440532013000": "D E eight nine, three seven zero four, zero zero four four, zero five three two, "
    "zero one three zero, zero zero",
    "GB29 NWBK 6016 1331 9268 19": "G B two nine, N W B K, six zero one six, one three three one, nine two six eight, "
    "one nine",
    "account 1234 5678 9012": "account one two three four, five six seven eight, nine zero one two",
    "4111-1111-1111-1111": "four one one one, one one one one, one one one one, one one one one",
    "My number is 07432 123456.": "My number is zero seven four three two, one two three, four five six.",
    "01 23 45 67 89": "zero one, two three, four five, six seven, eight nine",
    "8601 1117 947": "eight six zero one, one one one seven, nine four seven",
    "I have 20 30 40 50 60": "I have twenty thirty forty fifty sixty",
    "Order 12 34": "Order twelve thirty-four",
    "Call +44 7432 123456.": "Call plus four four, seven four three two, one two three, four five six.",
}
UNHARMED = {text: text for text in ("価格は１２３円", "Grüße aus Köln", "¿Qué tal?", "Ünïcödé → ".strip(" →"))}
CASES = [
    (written, spoken)
    for table in (INSTANTS, TIMES, DECIMALS, NO_NUMBERS, MONEY, ACCOUNTS, UNHARMED)
    for written, spoken in table.items()
]


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_what_is_written_elsewhere_is_read_as_it_is_meant(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
