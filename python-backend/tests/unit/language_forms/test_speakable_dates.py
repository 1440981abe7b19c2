"""Dates and times are said as people say them."""

import pytest

from voice_engine.language.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It ships on 2026-11-30.", "It ships on November thirtieth, twenty twenty-six."),
        ("It is due 11/30/2026.", "It is due November thirtieth, twenty twenty-six."),
        ("Born January 5, 1980.", "Born January fifth, nineteen eighty."),
        ("Back on Nov 3rd at 4pm.", "Back on November third at four PM."),
        ("By the 21st of May.", "By May twenty-first."),
        ("From Jan 3–5.", "From January third to fifth."),
        ("At 14:30 on Fri, 2 January.", "At two thirty PM on Friday, January second."),
        ("At 7:05 PM.", "At seven oh five PM."),
        ("Open 9am-5pm.", "Open nine AM to five PM."),
        ("At 2026-11-30T14:30:00Z.", "At November thirtieth, twenty twenty-six at two thirty PM."),
        ("Since 2019, as in the 1990s.", "Since twenty nineteen, as in the nineteen nineties."),
        ("Built in 2005.", "Built in two thousand five."),
    ],
)
def test_a_date_or_time_is_said_in_words(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
