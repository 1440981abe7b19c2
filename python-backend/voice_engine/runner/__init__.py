"""Runs one session: owns its tasks, and moves events and audio between protocol and pipeline."""

from voice_engine.runner.limits import Limits
from voice_engine.runner.runner import Runner

__all__ = ["Limits", "Runner"]
