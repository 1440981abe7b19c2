"""The bank's day, by the time zone it does business in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("America/New_York")


def day_of(moment: datetime) -> date:
    """The bank's date at that moment."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """Its midnight, in UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def noon_of(day: date) -> datetime:
    """Its twelve o'clock, in UTC."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


def bounds_of_day(now: datetime) -> tuple[datetime, datetime]:
    """When the day of that moment begins, and when the next one does."""
    today = day_of(now)
    return start_of(today), start_of(today + timedelta(days=1))
