"""Executing a tool call: find, permit, parse, limit, claim, run, settle."""
