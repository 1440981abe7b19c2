"""Names for remote tools: their server's prefix and their own name, as our names are written."""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

LONGEST_NAME: Final = 64  # as contracts/manifest.schema.json has it
_MARK: Final = re.compile(r"[^A-Za-z0-9_]")
_HASH_DIGITS: Final = 8


def names_for(prefix: str, listed: Iterable[str]) -> dict[str, str]:
    """Our name for each listed one; the order in which they are listed changes none.

    Marks become underscores; a name that is too long, or that another tool has then, ends in a hash of the original.
    """
    wanted = {name: f"{prefix}_{name}" for name in dict.fromkeys(listed)}
    plain = {name: _MARK.sub("_", full) for name, full in wanted.items()}
    given = dict[str, str]()
    for name in sorted(plain, key=lambda name: (plain[name] != wanted[name], name)):  # unchanged names come first
        is_free = plain[name] not in given.values() and len(plain[name]) <= LONGEST_NAME
        given[name] = plain[name] if is_free else _hashed(plain[name], wanted[name])
    return {name: given[name] for name in wanted}


def _hashed(plain: str, original: str) -> str:
    digits = sha256(original.encode("utf-8", "replace")).hexdigest()[:_HASH_DIGITS]
    return f"{plain[: LONGEST_NAME - _HASH_DIGITS - 1]}_{digits}"
