"""Money, percentages, measures and plain numbers as words."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import amount, cardinal, ordinal

# What one and a hundredth are called; without a hundredth there is none, or none that is used.
_CURRENCIES: Final = {
    "$": ("dollar", "cent"), "USD": ("dollar", "cent"), "US$": ("dollar", "cent"), "CAD": ("Canadian dollar", "cent"),
    "AUD": ("Australian dollar", "cent"), "€": ("euro", "cent"), "EUR": ("euro", "cent"), "£": ("pound", "penny"),
    "GBP": ("pound", "penny"), "₹": ("rupee", "paisa"), "INR": ("rupee", "paisa"), "¥": ("yen", ""), "JPY": ("yen", ""),
    "CNY": ("yuan", "fen"), "CHF": ("Swiss franc", "centime"), "SEK": ("krona", "öre"), "NOK": ("krone", "øre"),
    "DKK": ("krone", "øre"), "kr": ("krone", "øre"), "PLN": ("zloty", "grosz"), "CZK": ("Czech koruna", "haler"),
    "₩": ("won", ""), "KRW": ("won", ""), "₽": ("ruble", "kopek"), "₺": ("lira", "kurus"), "TRY": ("lira", "kurus"),
    "₪": ("shekel", "agora"), "ILS": ("shekel", "agora"), "R$": ("real", "centavo"), "BRL": ("real", "centavo"),
    "MXN": ("Mexican peso", "centavo"), "ZAR": ("rand", "cent"), "NZD": ("New Zealand dollar", "cent"),
}  # fmt: skip
_CODES: Final = "|".join(sorted((sign for sign in _CURRENCIES if sign.isalpha()), key=len, reverse=True))
_SIGNS: Final = r"US\$|R\$|[$€£₹¥₩₽₺₪]"
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIZES: Final = {"k": "thousand", "m": "million", "b": "billion"}
_SIZE: Final = r"(?:\s?(?P<letter>[kKMB])\b|\s(?P<word>thousand|million|billion)\b)?"
_MONEY: Final = re.compile(
    rf"(?P<minus>(?<!\w)[-−]\s?)?(?P<sign>{_SIGNS}|\b(?:{_CODES})\.?(?=\s?\d))\s?(?P<number>{_NUMBER}){_SIZE}"
)
_MONEY_AFTER: Final = re.compile(
    rf"(?P<minus>(?<!\w)[-−])?(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<sign>{_CODES}|[€£₹¥₩₽₺₪])(?!\w)"
)
_MONEY_RANGE: Final = re.compile(rf"(?P<sign>[$€£₹¥₩₽₺₪])({_NUMBER})\s?[–-]\s?[$€£₹¥₩₽₺₪]?(?={_NUMBER})")
_UNITS: Final = {
    "lb": "pound", "lbs": "pound", "oz": "ounce", "kg": "kilogram", "g": "gram", "km": "kilometer", "mi": "mile",
    "mph": "mile per hour", "cm": "centimeter", "mm": "millimeter", "ft": "foot", "hr": "hour", "hrs": "hour",
    "min": "minute", "mins": "minute", "sec": "second", "secs": "second", "GB": "gigabyte", "MB": "megabyte",
    "l": "liter", "ml": "milliliter", "TB": "terabyte", "qty": "quantity",
}  # fmt: skip
_IRREGULAR: Final = {
    "foot": "feet", "penny": "pence", "mile per hour": "miles per hour", "paisa": "paise", "krona": "kronor",
    "krone": "kroner", "zloty": "zlotys", "grosz": "groszy", "Czech koruna": "Czech koruna", "haler": "halers",
    "agora": "agorot", "real": "reais", "lira": "lira", "rand": "rand", "kurus": "kurus",
} | {same: same for same in ("yen", "yuan", "won", "fen", "öre", "øre")}  # fmt: skip
_FRACTIONS: Final = {
    "½": "one half",
    "¼": "one quarter",
    "¾": "three quarters",
    "1/2": "one half",
    "1/4": "one quarter",
    "3/4": "three quarters",
    "1/3": "one third",
    "2/3": "two thirds",
}


_ADJECTIVE: Final = re.compile(r" (?:gift|refund|credit|discount|coupon|voucher|fee|charge)s?\b")


def money_in_words(text: str) -> str:
    """$142.18 is "one hundred forty-two dollars and eighteen cents"."""
    text = _MONEY_RANGE.sub(lambda match: f"{match['sign']}{match[2]} to {match['sign']}", text)
    return _MONEY_AFTER.sub(_money, _MONEY.sub(_money, text))


def quantities_in_words(text: str) -> str:
    """Every number left: percentages, measures, ranges, ordinals, decimals, whole numbers."""
    text = re.sub(r"\b24/7\b", "twenty-four seven", text)
    text = re.sub(rf"(?<=\d)(\s?%)?\s?[–-]\s?(?=(?:{_NUMBER})\b)", r"\1 to ", text)
    text = re.sub(r"(?<![\w/])(\d{1,2}/\d|[½¼¾])(?![\w/]|\.\d)", lambda match: _FRACTIONS.get(match[1], match[1]), text)
    text = re.sub(rf"(?<![\w.])({_NUMBER})\s?%", lambda match: f"{amount(match[1])} percent", text)
    text = re.sub(
        rf"(?<![\w.])({_NUMBER})\s?({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b(?!-)(?:\.(?=\s+[a-z]))?",
        _measure,
        text,
    )
    text = re.sub(r"(?<!\w)(\d{1,4})(?:st|nd|rd|th)\b", lambda match: ordinal(int(match[1])), text)
    text = re.sub(rf"(?<!\w)[-−](?={_NUMBER})", "minus ", text)
    return re.sub(rf"(?<![\w.])({_NUMBER})(?![\w])", lambda match: amount(match[1]), text)


def _money(match: re.Match[str]) -> str:
    unit, small = _CURRENCIES[match["sign"].strip(" .")]
    written, size = _written(match)
    minus = "minus " if match["minus"] else ""
    whole, _, decimals = written.replace(",", "").partition(".")
    if size or len(decimals) > 2 or (decimals.strip("0") and not small):
        return f"{minus}{amount(written)}{f' {size}' if size else ''} {_IRREGULAR.get(unit, f'{unit}s')}"
    cents = int(decimals.ljust(2, "0") or "0")
    if not cents and unit != "penny" and _ADJECTIVE.match(match.string, match.end()):
        return f"{minus}{cardinal(int(whole))} {unit}"  # a twenty dollar gift card
    parts = [_counted(int(whole), unit)] if int(whole) or not cents else []
    return minus + " and ".join([*parts, _counted(cents, small)] if cents else parts)


def _written(match: re.Match[str]) -> tuple[str, str]:
    """The number, and the word of its size: ("2.5", "million")."""
    found = match.groupdict(default="")
    return found["number"], found.get("word", "") or _SIZES.get(found.get("letter", "").lower(), "")


def _counted(number: int, unit: str) -> str:
    return f"{cardinal(number)} {unit if number == 1 else _IRREGULAR.get(unit, f'{unit}s')}"


def _measure(match: re.Match[str]) -> str:
    unit = _UNITS[match[2]]
    return f"{amount(match[1])} {unit if match[1] == '1' else _IRREGULAR.get(unit, f'{unit}s')}"
