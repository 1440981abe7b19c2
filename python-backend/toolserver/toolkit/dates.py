"""Dates and instants as the contract writes them, and in no other way that pydantic would take."""

import re
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, BeforeValidator

from toolserver.toolkit.kinds import Kind

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(rf"{_DATE.pattern}[Tt][0-9:]{{8}}(\.[0-9]+)?([Zz]|[+-][0-9:]{{5}})")


def _plain(value: object) -> object:
    """Neither an instant, nor a number as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value)):
        return value
    raise ValueError("not a date as YYYY-MM-DD")


def _rfc_3339(value: object) -> object:
    """Neither a number as seconds since 1970, nor a date."""
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.fullmatch(value)):
        return value
    raise ValueError("not an instant as RFC 3339 writes it, with its zone")


Day = Annotated[date, BeforeValidator(_plain), Kind("day")]
Instant = Annotated[AwareDatetime, BeforeValidator(_rfc_3339), Kind("instant")]
