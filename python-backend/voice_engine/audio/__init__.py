"""Samples without I/O: rates, the microphone's turns, what is playing."""
