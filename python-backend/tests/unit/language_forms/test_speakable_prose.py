"""Addresses are written out, markup is dropped, and prose is left alone."""

import pytest

from voice_engine.language.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "Ship to 123 Main St, Seattle, WA 98101.",
            "Ship to one twenty-three Main Street, Seattle, Washington nine eight one zero one.",
        ),
        (
            "Ship to 1600 Pennsylvania Ave., Washington, DC 20500.",
            "Ship to sixteen hundred Pennsylvania Avenue, Washington, D C two zero five zero zero.",
        ),
        ("Ship to 42 W 5th St Apt 3B.", "Ship to forty-two W fifth Street Apartment three B."),
        ("Zip 98101-1234.", "Zip nine eight one zero one, one two three four."),
        ("OK, 12000 points it is.", "OK, twelve thousand points it is."),
        ("Ask Dr. Smith in St. Louis.", "Ask Doctor Smith in Saint Louis."),
        ("Boots & boards, e.g. Atomic.", "Boots and boards, for example Atomic."),
        ("**Bold** and _this_ `code` 🎿.", "Bold and this code."),
        ("Pick one:\n- red\n- blue", "Pick one: red. blue"),
        ("Yes/no, his/her and/or N/A.", "Yes or no, his or her and or not available."),
        ("The edge came off after three runs.", "The edge came off after three runs."),
        ("It's ready; we'll call you tomorrow, OK?", "It's ready; we'll call you tomorrow, OK?"),
        ("I may march in May.", "I may march in May."),
        ("Well-known, up-to-date: that is us!", "Well-known, up-to-date: that is us!"),
        ("", ""),
    ],
)
def test_a_sentence_reads_as_it_is_spoken(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
