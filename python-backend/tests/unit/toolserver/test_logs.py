"""What the log says of a crash."""

import io
import logging
from collections.abc import Callable

import pytest

from toolserver.logs import CrashFormatter

SECRET = "+1 206 135 1246"


def plainly() -> None:
    raise ValueError(SECRET)


def with_a_cause() -> None:
    try:
        plainly()
    except ValueError as error:
        raise KeyError(SECRET) from error


def while_handling_another() -> None:
    try:
        plainly()
    except ValueError:
        int(f"{SECRET}!")


def in_a_group() -> None:
    try:
        plainly()
    except ValueError as error:
        raise ExceptionGroup(SECRET, [error, KeyError(SECRET)]) from None


def with_a_note() -> None:
    error = ValueError(SECRET)
    error.add_note(SECRET)
    raise error


CRASHES = [plainly, with_a_cause, while_handling_another, in_a_group, with_a_note]


def logged(crash: Callable[[], None]) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(CrashFormatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        crash()
    except Exception:  # any crash at all, as the program's own boundaries log them
        logger.exception("crashed")
    return stream.getvalue()


@pytest.mark.parametrize("crash", CRASHES)
def test_a_crash_is_logged_without_its_text(crash: Callable[[], None]) -> None:
    line = logged(crash)

    assert SECRET not in line
    assert "builtins.ValueError" in line
    assert f"in {crash.__name__}" in line


def test_causes_and_members_of_groups_are_named_in_order() -> None:
    chained, grouped = logged(with_a_cause), logged(in_a_group)

    assert chained.index("builtins.ValueError") < chained.index("which led to") < chained.index("builtins.KeyError")
    assert grouped.index("builtins.ExceptionGroup") < grouped.index("one of the group") < grouped.index("builtins.Key")


def test_an_error_in_a_circle_ends() -> None:
    def in_a_circle() -> None:
        first, second = ValueError(SECRET), KeyError(SECRET)
        first.__cause__, second.__cause__ = second, first
        raise first

    assert logged(in_a_circle).count("builtins.ValueError") == 1
