"""What the transition table allows, and that it forbids everything else."""

import pytest

from voice_engine.protocol.states import TRANSITIONS, ResponseState, Trigger, advance

IDLE, IN_PROGRESS, CANCELLING = ResponseState.IDLE, ResponseState.IN_PROGRESS, ResponseState.CANCELLING


@pytest.mark.parametrize(
    ("state", "trigger", "following"),
    [
        (IDLE, Trigger.CREATE, IN_PROGRESS),
        (IDLE, Trigger.CANCEL, None),
        (IDLE, Trigger.SPEECH_STARTED, None),
        (IDLE, Trigger.DONE, None),
        (IN_PROGRESS, Trigger.CREATE, None),
        (IN_PROGRESS, Trigger.CANCEL, CANCELLING),
        (IN_PROGRESS, Trigger.SPEECH_STARTED, CANCELLING),
        (IN_PROGRESS, Trigger.DONE, IDLE),
        (CANCELLING, Trigger.CREATE, None),
        (CANCELLING, Trigger.CANCEL, None),
        (CANCELLING, Trigger.SPEECH_STARTED, None),
        (CANCELLING, Trigger.DONE, IDLE),
    ],
)
def test_a_response_moves_only_as_the_table_says(
    state: ResponseState, trigger: Trigger, following: ResponseState | None
) -> None:
    assert advance(state, trigger) is following


def test_every_state_can_be_left_and_reached() -> None:
    assert {state for state, _ in TRANSITIONS} == set(ResponseState) == set(TRANSITIONS.values())
