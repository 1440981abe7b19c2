"""Frontdesk's tools behind one endpoint: every accepted call runs once and ends in one recorded outcome."""
