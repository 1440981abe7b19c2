"""Everything that is not a number and not read as it is written: markup, addresses of the web, abbreviations, signs."""

import re
from typing import Final

from voice_engine.language.speakable_numbers import digits

_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\"]*[^\s<>()\".,;:!?]", re.IGNORECASE)
_LINK: Final = re.compile(r"!?\[([^\[\]]+)\]\([^()]*\)")
_LONGEST: Final = 100  # characters without a space: more is no word, and patterns would search it again and again
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMOJI: Final = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3]+"
)
_MARKUP: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"```\w*|`"), ""),
    (re.compile(r"\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"), ""),
    (re.compile(r"^\s*(?:#{1,6}|[-•>]|\d{1,2}[.)])\s+", re.MULTILINE), ""),
    (re.compile(r"(?<=[.!?:;,])\s*\n\s*"), " "),
    (re.compile(r"\s*\n\s*(?=\S)"), ". "),
)
_EMAIL_MARKS: Final = {"@": " at ", ".": " dot ", "_": " underscore ", "-": " dash ", "+": " plus "}
_CAPITAL_BEFORE: Final = r"(?<=[A-Za-z] )"
_ABBREVIATIONS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?:(?<![A-Z][a-z] )(?<![a-z]{2} )(?<!\d )|(?<=\b[iatof][nto] ))\bSt\. ?(?=[A-Z])", "Saint "),
        (r"\b([A-Z]\w+|\d+(?:st|nd|rd|th)) St\b\.?(?!\w)", r"\1 Street"),
        (r"\b(?<!^)(?<=\w )Ave\b\.?", "Avenue"),
        (r"(?<=\w )Blvd\b\.?", "Boulevard"),
        (r"(?<=\w )Rd\b\.?", "Road"),
        (r"(?<=\w )Ln\b\.?", "Lane"),
        (r"(?<=\w )Pkwy\b\.?", "Parkway"),
        (r"(?<=\w )Hwy\b\.?", "Highway"),
        (r"(?<=[a-z] )Dr\b\.?(?=,| \d|$)", "Drive"),
        (r"\bApt\b\.?", "Apartment"),
        (r"\bDr\. ?(?=[A-Z])", "Doctor "),
        (r"\b[Aa]pprox\b\.?", "approximately"),
        (r"\be\.g\.,?", "for example"),
        (r"\bi\.e\.,?", "that is"),
        (r"\betc\.(?=\s+[A-Z]|\s*$)", "et cetera."),
        (r"\betc\b\.?(?!\.)", "et cetera"),
        (r"\bvs\b\.?", "versus"),
        (r"\bincl\.", "including"),
        (r"\b[Nn]o\.\s?(?=\d)", "number "),
        (r"\bw/(?=\s|\w)", "with "),
    )
)
_SIGNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\s*&\s*", " and "),
        (r"(?<=\w)\s?%", " percent"),
        (r"\s*°\s?F\b", " degrees Fahrenheit"),
        (r"\s*°\s?C\b", " degrees Celsius"),
        (r"\s*°", " degrees"),
        (r"#\s?(?=\w)", "number "),
        (r"#", ""),
        (r"\s+[–—]\s+", ", "),
        (r"\s*→\s*", " to "),
    )
)


def without_markup(text: str) -> str:
    """The text without Markdown, emoji and web addresses; e-mail addresses are spelled out."""
    plain = re.sub(r" ?(?:\n ?)+", "\n", re.sub(r"[^\S\n]+", " ", text))
    plain = _URL.sub("the link", _LINK.sub(r"\1", plain))
    plain = re.sub(rf"(\S{{{_LONGEST}}})(?=\S)", r"\1 ", plain)
    plain = _EMAIL.sub(_spoken_email, plain)
    for pattern, words in _MARKUP:
        plain = pattern.sub(words, plain)
    return re.sub(r" {2,}", " ", _EMOJI.sub("", plain))


def abbreviations_in_words(text: str) -> str:
    """Main St is Main Street, St. Louis is Saint Louis, e.g. is for example."""
    for pattern, words in _ABBREVIATIONS:
        text = pattern.sub(words, text)
    return text


def marks_in_words(text: str) -> str:
    """& is and, ° is degrees, # is number."""
    for pattern, words in _SIGNS:
        text = pattern.sub(words, text)
    return text


def _spoken_email(match: re.Match[str]) -> str:
    address = match[0].rstrip(".")
    spoken = "".join(_EMAIL_MARKS.get(one, one) for one in address)
    return re.sub(r"\s*(\d+)\s*", lambda run: f" {digits(run[1])} ", spoken).strip() + match[0][len(address) :]
