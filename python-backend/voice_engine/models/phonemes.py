"""English text as the symbols Kokoro was trained on, by the CMU dictionary and a few letter rules."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# ARPAbet to Kokoro's own alphabet (the misaki notation: capitals are diphthongs).
_SYMBOLS: Final[Mapping[str, str]] = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ",
    "T": "t", "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
_VOWELS: Final = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])

# The dictionary has no stress marks, so small words get their weak forms by name.
_WEAK: Final[Mapping[str, str]] = {
    "a": "ɐ", "an": "ɐn", "the": "ðə", "of": "ʌv", "to": "tə", "and": "ænd", "for": "fɔɹ", "is": "ɪz", "it": "ɪt",
    "in": "ɪn", "on": "ɔn", "at": "æt", "your": "jʊɹ", "you": "ju", "that": "ðæt", "we": "wi", "was": "wʌz",
    "i": "I",
}  # fmt: skip

_LETTERS: Final = (
    ("tion", "ʃən"), ("ough", "O"), ("igh", "I"), ("ch", "ʧ"), ("sh", "ʃ"), ("th", "θ"), ("ph", "f"), ("ck", "k"),
    ("ng", "ŋ"), ("qu", "kw"), ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ou", "W"), ("ow", "O"), ("ai", "A"),
    ("ay", "A"), ("oi", "Y"), ("oy", "Y"), ("a", "æ"), ("b", "b"), ("c", "k"), ("d", "d"), ("e", "ɛ"), ("f", "f"),
    ("g", "ɡ"), ("h", "h"), ("i", "ɪ"), ("j", "ʤ"), ("k", "k"), ("l", "l"), ("m", "m"), ("n", "n"), ("o", "ɑ"),
    ("p", "p"), ("r", "ɹ"), ("s", "s"), ("t", "t"), ("u", "ʌ"), ("v", "v"), ("w", "w"), ("x", "ks"), ("y", "i"),
    ("z", "z"),
)  # fmt: skip

# Regular endings of words whose stem the dictionary has.
_ENDINGS: Final = (
    ("'s", "z"), ("ing", "ɪŋ"), ("ed", "d"), ("es", "ɪz"), ("s", "z"), ("er", "əɹ"), ("ly", "li"), ("d", "d"),
)  # fmt: skip
_TOKEN: Final = re.compile(r"[A-Za-z']+|[.,!?;:—…]")


class Pronunciation:
    """Looks words up; what is unknown is built from a known stem, or letter by letter."""

    def __init__(self, dictionary: Path) -> None:
        self._entries: dict[str, str] = {}
        with dictionary.open(encoding="utf-8") as lines:
            for line in lines:
                word, _, phones = line.rstrip().partition(" ")
                if not word.endswith(")"):  # word(2): another way to say it
                    self._entries[word] = phones

    def phonemes(self, text: str) -> str:
        """The sentence in Kokoro's symbols, with its punctuation, which carries the melody."""
        spoken = ""
        for token in _TOKEN.findall(text.replace("’", "'")):
            is_word = token[0].isalpha() or token[0] == "'"
            spoken += (" " if spoken and is_word else "") + (self._word(token.lower()) if is_word else token)
        return spoken

    def _word(self, word: str) -> str:
        if word in _WEAK:
            return _WEAK[word]
        if word in self._entries:
            return _stressed(self._entries[word].split())
        return self._inflected(word) or _by_letters(word)

    def _inflected(self, word: str) -> str | None:
        for ending, sound in _ENDINGS:
            stem = word.removesuffix(ending)
            known = next((each for each in (stem, stem + "e") if each in self._entries), None)
            if stem != word and known is not None:
                return _stressed(self._entries[known].split()) + sound
        return None


def _stressed(phones: list[str]) -> str:
    """The first full vowel carries the stress: the dictionary does not say which one does."""
    vowels = [at for at, phone in enumerate(phones) if phone in _VOWELS]
    full = next((at for at in vowels if phones[at] not in ("AH", "ER")), vowels[0] if vowels else None)
    stressed_at = full if len(vowels) > 1 else (vowels[0] if vowels else None)
    sounds = []
    for at, phone in enumerate(phones):
        is_weak = phone == "AH" and at != stressed_at
        sounds.append(("ˈ" if at == stressed_at else "") + ("ə" if is_weak else _SYMBOLS[phone]))
    return "".join(sounds)


def _by_letters(word: str) -> str:
    sounds, rest = "", word.replace("'", "")
    while rest:
        letters, sound = next(pair for pair in (*_LETTERS, (rest[0], "")) if rest.startswith(pair[0]))
        sounds, rest = sounds + sound, rest[len(letters) :]
    return sounds
