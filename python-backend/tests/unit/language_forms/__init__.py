"""Spoken and written forms of text."""
