"""Runs one session: owns its tasks, and moves events and audio between protocol and pipeline."""

from voice_engine.runner.endings import FLOODED, Ending
from voice_engine.runner.event_queue import EventQueue
from voice_engine.runner.limits import Limits
from voice_engine.runner.runner import Runner

__all__ = ["FLOODED", "Ending", "EventQueue", "Limits", "Runner"]
