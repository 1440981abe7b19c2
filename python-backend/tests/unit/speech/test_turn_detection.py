"""Where turns begin and end, by a script of scores."""

from collections.abc import Sequence

import numpy as np
import pytest

from voice_engine.models.silero import SileroTurnDetector
from voice_engine.pipeline.stages import SpeechEvent

WINDOW = np.zeros(512, np.int16)  # 32 ms


def boundaries(scores: Sequence[float], silence_ms: int = 320) -> list[tuple[int, SpeechEvent]]:
    """The window after which each boundary was reported."""
    waiting = iter(scores)
    detector = SileroTurnDetector(lambda _: next(waiting))
    detector.configure(threshold=0.5, silence_ms=silence_ms)
    return [(at, event) for at in range(len(scores)) for event in detector.push(WINDOW)]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.9] * 3, [(2, SpeechEvent.STARTED)]),
        ([0.9, 0.9, 0.1] * 5, []),  # clicks
        ([0.9] * 5 + [0.1] * 10, [(2, SpeechEvent.STARTED), (14, SpeechEvent.STOPPED)]),
        ([0.9] * 5 + [0.1] * 9 + [0.9] + [0.1] * 9, [(2, SpeechEvent.STARTED)]),  # a pause within a turn
        ([0.9] * 5 + [0.4] * 30, [(2, SpeechEvent.STARTED)]),  # fading speech is still speech
    ],
)
def test_a_turn_lasts_until_it_was_quiet_long_enough(
    scores: list[float], expected: list[tuple[int, SpeechEvent]]
) -> None:
    assert boundaries(scores) == expected


def test_digits_are_waited_for_longer() -> None:
    scores = [0.9] * 5 + [0.1] * 20

    assert boundaries(scores, silence_ms=900) == [(2, SpeechEvent.STARTED)]


def test_samples_come_in_any_number() -> None:
    detector = SileroTurnDetector(lambda _: 0.9)

    events = [event for _ in range(320) for event in detector.push(WINDOW[:5])]

    assert events == [SpeechEvent.STARTED]
