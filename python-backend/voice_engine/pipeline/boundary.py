"""The boundary between the engine and a stage: whatever a stage does, the session goes on."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from voice_engine.errors import StageFailed

T = TypeVar("T")


async def stage_answer(stage: str, work: Awaitable[T], timeout_s: float) -> T:
    """What the stage answers; StageFailed when it crashes or takes too long."""
    try:
        async with asyncio.timeout(timeout_s):
            return await work
    except TimeoutError as error:
        raise StageFailed(stage, f"took longer than {timeout_s:g} s") from error
    except Exception as error:  # stages are models and other people's code: a crash must not end the call
        raise StageFailed(stage, f"crashed with {type(error).__name__}") from error
