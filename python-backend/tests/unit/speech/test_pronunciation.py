"""Words as the voice's symbols."""

from pathlib import Path

import pytest

from voice_engine.models.phonemes import Pronunciation

ENTRIES = "hello HH AH L OW\nhello(2) HH EH L OW\nreturn R IH T ER N\nboard B AO R D\nverify V EH R AH F AY\n"


@pytest.fixture
def pronunciation(tmp_path: Path) -> Pronunciation:
    dictionary = tmp_path / "cmudict"
    dictionary.write_text(ENTRIES)
    return Pronunciation(dictionary)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Hello.", "həlˈO."),
        ("hello, board!", "həlˈO, bˈɔɹd!"),
        ("the board", "ðə bˈɔɹd"),
        ("boards", "bˈɔɹdz"),  # a regular ending
        ("board’s", "bˈɔɹdz"),
        ("shig", "ʃɪɡ"),  # letter by letter
        ("☃", ""),
    ],
)
def test_text_becomes_symbols(pronunciation: Pronunciation, text: str, symbols: str) -> None:
    assert pronunciation.phonemes(text) == symbols
