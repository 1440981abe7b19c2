"""Ids as they stand on the wire: a prefix that says what they name, and a ULID."""

from ulid import ULID


def new_id(prefix: str) -> str:
    """A fresh id such as `RMA-01J…`; ids made later sort later."""
    return f"{prefix}-{ULID()}"
