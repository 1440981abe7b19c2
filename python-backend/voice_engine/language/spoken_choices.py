"""A bare yes or no as it was meant: a recogniser hears half a second with too little around it."""

import re
from typing import Final

# What Moonshine tiny wrote for four synthetic voices, each with six lengths of silence around the word.
_MEANT: Final = {
    "sore": "sure", "sir": "sure", "sher": "sure", "schmur": "sure", "schumer": "sure",
    "note": "nope", "yolk": "nope", "now": "no", "know": "no", "yeh": "yeah",
}  # fmt: skip


def choices_as_typed(text: str, expects: str) -> str:
    """ "Sore." is "sure." where yes or no was asked, and it is all that was said."""
    word = re.sub(r"\W", "", text).lower()
    return f"{_MEANT[word].capitalize()}." if expects == "yes_no" and word in _MEANT else text
