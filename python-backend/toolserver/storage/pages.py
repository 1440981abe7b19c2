"""Reading a whole table a page at a time, so that whatever is done with a page is a short transaction."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, Engine, Row, Select, tuple_

_PAGE: Final = 500


def pages(engine: Engine, query: Select[Any], *key: Column[Any]) -> Iterator[Sequence[Row[Any]]]:
    """The rows in the order of the key, which the query selects; nothing is locked between two pages."""
    ordered = query.order_by(*key).limit(_PAGE)
    rows = _read(engine, ordered)
    while rows:
        yield rows
        last = tuple(getattr(rows[-1], column.name) for column in key)
        rows = _read(engine, ordered.where(tuple_(*key) > last))


def _read(engine: Engine, query: Select[Any]) -> Sequence[Row[Any]]:
    with engine.execution_options(reads_only=True).connect() as db:
        return db.execute(query).all()
