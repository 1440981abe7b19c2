"""What a text-to-speech voice should be given to read a written sentence well."""

import re

from voice_engine.language.speakable_abroad import numbers_from_abroad
from voice_engine.language.speakable_accounts import accounts_in_words
from voice_engine.language.speakable_codes import codes_in_words
from voice_engine.language.speakable_dates import dates_in_words
from voice_engine.language.speakable_marks import abbreviations_in_words, marks_in_words, without_markup
from voice_engine.language.speakable_places import places_in_words
from voice_engine.language.speakable_quantities import money_in_words, quantities_in_words
from voice_engine.language.speakable_sizes import sizes_in_words


def speakable(text: str) -> str:
    """The sentence in words: no digits, no symbols, no markup. Text that is already words comes back unchanged."""
    spoken = without_markup(text)
    for in_words in (
        numbers_from_abroad,
        money_in_words,
        accounts_in_words,
        places_in_words,
        dates_in_words,
        sizes_in_words,
        codes_in_words,
        abbreviations_in_words,
        quantities_in_words,
        marks_in_words,
    ):
        spoken = in_words(spoken)
    return re.sub(r"\s+([,.!?])(?=\s|$)", r"\1", re.sub(r"[ \t]{2,}", " ", spoken)).strip()
