"""A disk that is full: no file of this process may grow."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


def fill() -> None:
    """A write-ahead log cannot be written any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@contextmanager
def emptied_at_last() -> Iterator[None]:
    """Whatever fills it meanwhile, there is room again afterwards."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
