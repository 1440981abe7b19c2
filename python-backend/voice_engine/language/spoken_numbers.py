"""What a recogniser heard, back as one would type it: digits, dates, amounts, e-mail addresses, yes and no."""

from typing import Final

from voice_engine.language.spoken_amounts import amounts_as_typed
from voice_engine.language.spoken_choices import choices_as_typed
from voice_engine.language.spoken_dates import dates_as_typed
from voice_engine.language.spoken_digits import digits_as_typed
from voice_engine.language.spoken_emails import emails_as_typed

_LONGEST: Final = 2000  # characters, two minutes of speech: a story, and nothing is dictated in it


def digits_from_words(text: str, expects: str) -> str:
    """The text with what was dictated as it is written; `expects` is the kind of answer that was asked for.

    It is one of "anything", "digits", "date", "yes_no" and "spelling". The more is known about the answer, the
    more is read as digits: "for" is 4 only where digits were asked for.
    """
    if len(text) > _LONGEST:
        return text
    for as_typed in (choices_as_typed, emails_as_typed, dates_as_typed, amounts_as_typed, digits_as_typed):
        text = as_typed(text, expects)
    return text
