"""Days as the business counts them: in its own time zone, and by working days where it promised some."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("America/New_York")
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


def today(now: datetime) -> date:
    """The day it is for the business at that moment."""
    return now.astimezone(ZONE).date()


def after_business_days(start: date, count: int) -> date:
    """The `count`-th business day after `start`, which is not one of them; weekends are none. No holidays are known."""
    day = start
    while count > 0:
        day += _DAY
        count -= is_business_day(day)
    return day


def before_business_days(end: date, count: int) -> date:
    """The latest business day since which so many have passed by `end`."""
    day = end
    while not is_business_day(day) or business_days_between(day, end) < count:
        day -= _DAY
    return day


def business_days_between(start: date, end: date) -> int:
    """How many business days come after `start`, up to and with `end`; 0 when `end` is not later."""
    return sum(is_business_day(start + _DAY * number) for number in range(1, (end - start).days + 1))


def is_business_day(day: date) -> bool:
    """From Monday to Friday."""
    return day.weekday() < _SATURDAY
