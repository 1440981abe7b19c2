"""The stages of a turn: turn detection, speech to text, brain, text to speech."""
